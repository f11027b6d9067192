// Keeps a program in step with a load that moves: tells it at once, and again and again as long as a ramp goes on.

import type { Ns } from '../base/time.ts';
import type { Engine, Source } from '../engine/engine.ts';
import type { LoadRamp } from './load-ramp.ts';

const NO_SLOT = -1;

export class LoadFollower implements Source {
  private readonly engine: Engine;
  private readonly load: LoadRamp;
  private readonly follow: () => void;
  private slot = NO_SLOT;

  /** `follow` starts who is wanted now; who is not any more sees that for itself. */
  constructor(engine: Engine, load: LoadRamp, follow: () => void) {
    this.engine = engine;
    this.load = load;
    this.follow = follow;
  }

  moveTo(target: number, overNs: Ns): void {
    this.load.moveTo(target, overNs);
    this.fire(this.engine.now);
  }

  fire(now: Ns): void {
    this.follow();
    const ns = this.load.nextStepNs;
    if (ns < 0) return;
    if (this.slot === NO_SLOT) this.slot = this.engine.addSource(this);
    this.engine.schedule(now + ns, this.slot);
  }
}
