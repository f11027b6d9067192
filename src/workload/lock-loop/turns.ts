// How evenly the tasks get the lock: in rounds of so many sections that each should have had TURNS of them.

const TURNS = 25;

export class Turns {
  /** Sum over all rounds of (most - fewest) / mean, and how many rounds. */
  spread = 0;
  rounds = 0;
  private readonly taken = new Map<number, number>();
  private sections = 0;

  /** `tasks` run now, among them this one. */
  took(id: number, tasks: number): void {
    this.taken.set(id, (this.taken.get(id) ?? 0) + 1);
    if (++this.sections < TURNS * tasks) return;
    const counts = [...this.taken.values()];
    const fewest = counts.length < tasks ? 0 : Math.min(...counts);
    this.spread += (Math.max(...counts) - fewest) / TURNS;
    this.rounds++;
    this.restart();
  }

  /** The tasks or the lock have changed. */
  restart(): void {
    this.taken.clear();
    this.sections = 0;
  }
}
