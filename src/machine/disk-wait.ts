// get_request_wait of the block layer: whoever finds all requests of a direction taken sleeps until one is given back.

import type { Cpu } from './cpu.ts';
import type { Disk, DiskRequest } from './disk.ts';
import { type Path, READY, type Request } from './path.ts';
import type { Task } from './task.ts';

/** Submits the request, as soon as there is room for it or another that it continues. */
export const submitWhenFree = (disk: Disk, request: DiskRequest): Path => submitAndThen(disk, request, READY);

/** The same for a path that then is through with `result`, a path that is through already. */
export function submitAndThen<T>(disk: Disk, request: DiskRequest, result: Path<T>): Path<T> {
  if (disk.mustWait(request)) return new RequestWait(disk, request, result);
  disk.submit(request);
  return result;
}

/** Waits and submits. Whoever is woken for another reason keeps its place in the line. */
class RequestWait<T> implements Request, Path<T>, IteratorYieldResult<Request> {
  readonly done = false;
  private readonly disk: Disk;
  private readonly request: DiskRequest;
  private readonly result: Path<T>;
  /** Who sleeps in the line; null for nobody. */
  private sleeper: Task | null = null;

  constructor(disk: Disk, request: DiskRequest, result: Path<T>) {
    this.disk = disk;
    this.request = request;
    this.result = result;
  }

  get value(): Request {
    return this;
  }

  [Symbol.iterator](): Path<T> {
    return this;
  }

  next(): IteratorResult<Request, T> {
    if (this.disk.mustWait(this.request)) return this;
    if (this.sleeper !== null) this.disk.leaveLine(this.request, this);
    this.sleeper = null;
    this.disk.submit(this.request);
    return this.result.next();
  }

  perform(cpu: Cpu): boolean {
    const { task } = cpu;
    if (!this.disk.mustWait(this.request) || task === null) return true;
    if (this.sleeper === null) this.disk.whenFree(this.request, this);
    this.sleeper = task;
    cpu.block(true);
    return false;
  }

  /** Its turn has come; it is no longer in the line. */
  freed(): void {
    const { sleeper } = this;
    this.sleeper = null;
    sleeper?.wake();
  }
}
