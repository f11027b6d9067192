// smp_call_function of kernels in which one broadcast at a time is under way (2.4, and ia64 until 2.6.26): runs a function on all other
// CPUs and waits until each has run it.

import type { Ns } from '../../base/time.ts';
import type { StackNode } from '../../engine/call-tree.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { Broadcast } from '../../machine/ipi.ts';
import type { Path } from '../../machine/path.ts';
import { type SpinLock, spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { Kernel } from './kernel.ts';

const S = symbols('smp_call_function');

interface CalledFunction {
  /** Why, for people. */
  readonly reason: string;
  /** Where it runs on the other CPUs. */
  readonly handlerNode: StackNode;
  readonly functionNs: Ns;
}

export function* smp_call_function(k: Kernel, from: Call, call_lock: SpinLock, called: CalledFunction): Path {
  const c = from.enter(S.smp_call_function);
  yield* spin_lock(c, call_lock);
  yield new Broadcast(
    { targets: k.cpus.filter((cpu) => cpu !== c.cpu), waitNode: c.node, ...called },
    { ipi: k.ipi, coherence: k.coherence, ledger: k.ipiLedger },
  );
  yield* spin_unlock(c, call_lock);
}
