// Reading a block from the disk: whoever needs it sleeps until it is there (fs/buffer.c).

import { symbols } from '../../engine/symbols.ts';
import { WaitQueue, wait_event_io, wake_up_all } from '../../kernel/locking/wait-queue.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import { ioInterrupt } from '../../kernel/mm/swap.ts';
import type { Call } from '../../machine/call.ts';
import { PlainRequest } from '../../machine/disk.ts';
import { submitWhenFree } from '../../machine/disk-wait.ts';
import type { Path } from '../../machine/path.ts';

const S = symbols('block_prepare_write', 'submit_bh');

/** `page`: where on the disk it lies. May sleep. */
export function* readBlock(k: Kernel, from: Call, page: number): Path {
  const c = from.enter(S.block_prepare_write);
  const { cpu } = c;
  const readers = new WaitQueue();
  let isThere = false;
  c.spendIn(S.submit_bh, k.costs.submitIo);
  const read = new PlainRequest(page, 1, false, () => {
    ioInterrupt(k, cpu);
    isThere = true;
    wake_up_all(readers);
  });
  yield* submitWhenFree(k.disk, read);
  yield wait_event_io(readers, () => isThere);
}
