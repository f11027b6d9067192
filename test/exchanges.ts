// Which exchanges of one variant for another a test has made: every variant flips to every other, so each ordered pair counts.

interface Draw {
  below(count: number): number;
}

export class Exchanges {
  private readonly variants: readonly string[];
  private readonly made = new Set<string>();

  constructor(variants: readonly string[]) {
    this.variants = variants;
  }

  /** At random, but one that was not made yet as long as there is one from `from`. */
  next(from: string, random: Draw): string {
    const others = this.variants.filter((id) => id !== from);
    const fresh = others.filter((to) => !this.made.has(`${from} -> ${to}`));
    const among = fresh.length > 0 ? fresh : others;
    const to = among[random.below(among.length)] as string;
    this.made.add(`${from} -> ${to}`);
    return to;
  }

  get missing(): readonly string[] {
    const all = this.variants.flatMap((from) =>
      this.variants.filter((to) => to !== from).map((to) => `${from} -> ${to}`),
    );
    return all.filter((exchange) => !this.made.has(exchange));
  }
}
