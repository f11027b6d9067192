// A load that does everything at random: kernel work, user mode, sleeps, locks, interrupts, interrupts off, forks.

import type { Random } from '../../src/base/random.ts';
import { symbols } from '../../src/engine/symbols.ts';
import { LockClasses } from '../../src/kernel/locking/lock-class.ts';
import { SpinLock, spin_lock, spin_unlock, TICKET } from '../../src/kernel/locking/spinlock.ts';
import type { Call } from '../../src/machine/call.ts';
import { Broadcast, IpiLedger } from '../../src/machine/ipi.ts';
import type { Path } from '../../src/machine/path.ts';
import { COND_RESCHED, computeFor, sleepFor, sync } from '../../src/machine/wait.ts';
import { Rig } from './rig.ts';

const S = symbols('root', 'work', 'section', 'flush', 'handler');

export class RandomLoad {
  readonly rig: Rig;
  readonly lockClass = new LockClasses().create('lock', 'spin');
  private readonly locks: SpinLock[];
  private readonly ledger = new IpiLedger();
  /** What happened, in order. */
  readonly log: number[] = [];

  constructor(seed: number, cpus: number, tasks: number) {
    this.rig = new Rig({
      cpus,
      seed,
      lineNs: 20,
      hitNs: 1,
      contextSwitchNs: 50,
      idleWakeNs: 70,
      latencyNs: 2000,
      minGranularityNs: 500,
      wakeupGranularityNs: 300,
    });
    this.locks = [0, 1, 2].map(() => new SpinLock({ lockClass: this.lockClass, handoff: TICKET, atomicNs: 5 }));
    for (let id = 0; id < tasks; id++) {
      const random = this.rig.engine.random(`task${id}`);
      this.rig.spawn(`t${id}`, random.below(cpus), (c) => this.live(c, random));
    }
  }

  private *live(c: Call, random: Random): Path {
    for (;;) {
      const root = c.enter(S.root);
      root.spend(1 + random.below(200));
      yield* this.step(root, random);
      this.log.push(c.task.id, this.rig.engine.now);
    }
  }

  private *step(c: Call, random: Random): Path {
    const choice = random.below(8);
    if (choice === 0) yield* computeFor(c, random.below(3000));
    else if (choice === 1) yield sleepFor(random.below(2000));
    else if (choice === 2) yield COND_RESCHED;
    else if (choice === 3) yield* this.broadcast(c);
    else if (choice === 4) yield* this.irqsOff(c, random);
    else yield* this.section(c.enter(S.section), this.locks[random.below(3)] as SpinLock, random);
  }

  private *section(c: Call, lock: SpinLock, random: Random): Path {
    yield* spin_lock(c, lock);
    c.spend(random.below(300));
    c.spendIn(S.work, random.below(300));
    yield* spin_unlock(c, lock);
  }

  private *broadcast(c: Call): Path {
    yield new Broadcast(
      {
        targets: this.rig.cpus.filter((cpu) => cpu !== c.cpu),
        reason: 'random',
        waitNode: this.rig.engine.tree.child(c.node, S.flush),
        handlerNode: this.rig.engine.tree.child(0, S.handler),
        functionNs: 10,
      },
      { ipi: { sendNs: 3, deliveryNs: 40, handlerNs: 25 }, coherence: this.rig.coherence, ledger: this.ledger },
    );
  }

  private *irqsOff(c: Call, random: Random): Path {
    yield* sync(c);
    c.cpu.disableIrqs();
    c.spend(random.below(500));
    yield* sync(c);
    c.cpu.enableIrqs();
  }
}
