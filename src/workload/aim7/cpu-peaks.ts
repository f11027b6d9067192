// The highest shares of the CPUs' time that system and iowait had in any whole minute of a benchmark run.

import { type Ns, SECOND } from '../../base/time.ts';
import { TIME, type TimeKind } from '../../engine/probe.ts';
import type { Cpu } from '../../machine/cpu.ts';

const WINDOW = 60 * SECOND;
/** System time is the kernel's in every form. */
const SYSTEM: readonly TimeKind[] = [TIME.sys, TIME.spin, TIME.irq];

export class CpuPeaks {
  sys = 0;
  iowait = 0;
  private readonly cpus: readonly Cpu[];
  private windowEnd: Ns;
  private sysBefore: Ns;
  private iowaitBefore: Ns;

  constructor(cpus: readonly Cpu[], now: Ns) {
    this.cpus = cpus;
    this.windowEnd = now + WINDOW;
    this.sysBefore = this.passed(SYSTEM);
    this.iowaitBefore = this.passed([TIME.iowait]);
  }

  look(now: Ns): void {
    if (now < this.windowEnd) return;
    const whole = this.cpus.length * (now - this.windowEnd + WINDOW);
    const sys = this.passed(SYSTEM);
    const iowait = this.passed([TIME.iowait]);
    this.sys = Math.max(this.sys, (sys - this.sysBefore) / whole);
    this.iowait = Math.max(this.iowait, (iowait - this.iowaitBefore) / whole);
    this.windowEnd = now + WINDOW;
    this.sysBefore = sys;
    this.iowaitBefore = iowait;
  }

  private passed(kinds: readonly TimeKind[]): Ns {
    let sum = 0;
    for (const cpu of this.cpus) {
      cpu.settle();
      for (const kind of kinds) sum += cpu.time[kind] as number;
    }
    return sum;
  }
}
