// What an interrupt costs an idle CPU whose tick is stopped (NO_HZ, Linux 2.6.27 kernel/softirq.c, kernel/time/tick-sched.c):
// on the way in it reads the clock twice (tick_nohz_stop_idle, tick_nohz_update_jiffies), on the way out once more and
// looks for the next timer, with interrupts off (tick_nohz_stop_sched_tick). A busy CPU does none of this.
//
// * The clock is one device for all CPUs (the HPET): reads are served one after another.

import type { Ns } from '../base/time.ts';

const READS_IN = 2;
const READS_OUT = 1;

export class Tickless {
  /** One read of the clock by a CPU that has it for itself. */
  private readonly readNs: Ns;
  /** The rest of the way out: next timer, and halt. */
  private readonly exitNs: Ns;
  /** When the clock is through with all reads so far. */
  private freeAt: Ns = 0;

  constructor(readNs: Ns, exitNs: Ns) {
    this.readNs = readNs;
    this.exitNs = exitNs;
  }

  /** When the handler of an idle CPU begins that enters the interrupt at `from`. */
  enter(from: Ns): Ns {
    return this.read(from, READS_IN);
  }

  /** When such a CPU may be interrupted again whose handler ends at `from`. */
  leave(from: Ns): Ns {
    return this.read(from, READS_OUT) + this.exitNs;
  }

  private read(from: Ns, times: number): Ns {
    this.freeAt = Math.max(this.freeAt, from) + times * this.readNs;
    return this.freeAt;
  }
}
