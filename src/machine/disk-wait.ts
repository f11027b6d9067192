// A task that found the disk's queue full sleeps until there is room again.

import type { Disk } from './disk.ts';
import type { Request } from './path.ts';

/** get_request_wait of the block layer. */
export const requestWait = (disk: Disk): Request => ({
  perform(cpu) {
    const { task } = cpu;
    if (!disk.isFull || task === null) return true;
    disk.whenRoom(() => task.wake());
    cpu.block(true);
    return false;
  },
});
