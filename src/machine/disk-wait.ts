// get_request_wait of the block layer: whoever finds all requests of a direction taken sleeps until one is given back.

import type { Cpu } from './cpu.ts';
import type { Disk, DiskRequest } from './disk.ts';
import { type Path, READY, type Request } from './path.ts';

/** Submits the request, as soon as there is room for it or another that it continues. */
export function submitWhenFree(disk: Disk, request: DiskRequest): Path {
  if (disk.mustWait(request)) return waitAndSubmit(disk, request);
  disk.submit(request);
  return READY;
}

function* waitAndSubmit(disk: Disk, request: DiskRequest): Path {
  const wait = new RequestWait(disk, request);
  while (disk.mustWait(request)) yield wait;
  wait.leaveLine();
  disk.submit(request);
}

/** Whoever is woken for another reason keeps its place in the line. */
class RequestWait implements Request {
  private readonly disk: Disk;
  private readonly request: DiskRequest;
  /** Null when not in the line. */
  private leave: (() => void) | null = null;

  constructor(disk: Disk, request: DiskRequest) {
    this.disk = disk;
    this.request = request;
  }

  perform(cpu: Cpu): boolean {
    const { task } = cpu;
    if (!this.disk.mustWait(this.request) || task === null) return true;
    this.leave ??= this.disk.whenFree(this.request, () => {
      this.leave = null;
      task.wake();
    });
    cpu.block(true);
    return false;
  }

  leaveLine(): void {
    this.leave?.();
    this.leave = null;
  }
}
