// How fast a counter grew per second of wall time, over about the last second.

interface Reading {
  readonly wallMs: number;
  readonly count: number;
}

const WINDOW_MS = 1000;

export class RateMeter {
  /** 0 before there is anything to tell; after a restart what it was. */
  perSecond = 0;
  private readings: Reading[] = [];

  add(wallMs: number, count: number): void {
    this.readings.push({ wallMs, count });
    while (this.readings.length > 2 && (this.readings[1]?.wallMs ?? wallMs) <= wallMs - WINDOW_MS)
      this.readings.shift();
    const [first] = this.readings;
    if (first === undefined || first.wallMs === wallMs) return;
    this.perSecond = ((count - first.count) / (wallMs - first.wallMs)) * 1000;
  }

  /** After a pause: what lies before it does not count. */
  restart(): void {
    this.readings = [];
  }
}
