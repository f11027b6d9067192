// smp_call_function of kernels in which one broadcast at a time is under way (2.4, and ia64 until 2.6.26): runs a function on all other
// CPUs and waits until each has run it.

import type { Ns } from '../../base/time.ts';
import { ROOT } from '../../engine/call-tree.ts';
import { type Sym, symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { Broadcast } from '../../machine/ipi.ts';
import type { Path } from '../../machine/path.ts';
import { type SpinLock, spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { Kernel } from './kernel.ts';

const S = symbols('smp_call_function');

interface CalledFunction {
  /** Why, for people. */
  readonly reason: string;
  /** Where it runs on the other CPUs: in this interrupt, as this function. */
  readonly handler: readonly [interrupt: Sym, called: Sym];
  readonly functionNs: Ns;
}

export function* smp_call_function(k: Kernel, from: Call, call_lock: SpinLock, called: CalledFunction): Path {
  const { reason, handler, functionNs } = called;
  const c = from.enter(S.smp_call_function);
  yield* spin_lock(c, call_lock);
  const { tree } = k.engine;
  const handlerNode = tree.child(tree.child(ROOT, handler[0]), handler[1]);
  yield new Broadcast(
    { targets: k.cpus.filter((cpu) => cpu !== c.cpu), reason, waitNode: c.node, handlerNode, functionNs },
    { ipi: k.ipi, coherence: k.coherence, ledger: k.ipiLedger },
  );
  yield* spin_unlock(c, call_lock);
}
