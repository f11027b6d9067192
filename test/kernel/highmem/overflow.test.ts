import { expect, it } from 'vitest';
import { MS } from '../../../src/base/time.ts';
import { Overflow } from '../../../src/kernel/highmem/overflow.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { sleepFor } from '../../../src/machine/wait.ts';
import { smallKernel } from '../mm/small-kernel.ts';

/** What a task that waits has done by then, when a place becomes free before it sleeps, while it sleeps, or never. */
function outcome(wakeFirst: boolean, wakeLater: boolean): string {
  const k = smallKernel({ rmap: 'chain' });
  const overflow = new Overflow();
  let outcome = 'never ran';
  function* waiter(): Path {
    const request = overflow.wait();
    if (wakeFirst) overflow.wake();
    outcome = 'sleeps';
    yield request;
    outcome = 'goes on';
  }
  function* other(_c: Call): Path {
    yield sleepFor(MS);
    if (wakeLater) overflow.wake();
  }
  for (const path of [waiter, other]) k.scheduler.wake(k.createTask('task', null, path));
  k.engine.run(10 * MS);
  return outcome;
}

it('a place that becomes free before the task sleeps is not missed', () => {
  expect([outcome(true, false), outcome(false, true), outcome(false, false)]).toEqual(['goes on', 'goes on', 'sleeps']);
});
