// Paths: simulated kernel functions that can wait are generators, and `yield` is where the CPU touches the rest of the
// machine (lock, interrupt, sleep, disk, user mode).
//
// Four rules:
// 1. Code between two yields happens at one instant, the moment the earlier yield returned.
// 2. spend() moves only this CPU's clock; read shared state after a yield, under a lock, or per CPU.
// 3. Run-ahead is bounded: a batch holds at most MAX_SEGMENTS charges.
// 4. The profile is credited when time has passed, not when it was spent.

import type { Cpu } from './cpu.ts';

/** What a path hands over at `yield`; performed at the CPU's own local time. */
export interface Request {
  /** True: the path goes on at once. False: the CPU waits (spins, sleeps or runs another task). */
  perform(cpu: Cpu): boolean;
}

/** What a simulated kernel function that can wait returns; run with `yield*`. */
export interface Path<T = void> {
  next(): IteratorResult<Request, T>;
  [Symbol.iterator](): Path<T>;
}

/**
 * A request as a path of its own, for `yield*`: through when the CPU has performed it. next() is not to be overridden: frames
 * do not call it.
 */
export abstract class RequestPath implements Request, Path {
  private isYielded = false;

  next(): IteratorResult<Request, void> {
    if (this.isYielded) {
      this.isYielded = false;
      return DONE;
    }
    this.isYielded = true;
    STEP.value = this;
    return STEP;
  }

  [Symbol.iterator](): Path {
    return this;
  }

  abstract perform(cpu: Cpu): boolean;
}

/** A path that is through, and its own end. */
class Ready<T> implements Path<T>, IteratorReturnResult<T> {
  readonly done = true;
  readonly value: T;

  constructor(value: T) {
    this.value = value;
  }

  next(): IteratorResult<Request, T> {
    return this;
  }

  [Symbol.iterator](): Path<T> {
    return this;
  }
}

/** The path is through already: it need not be run, `value` is its result. */
export const isReady = <T>(path: Path<T>): path is Ready<T> => path instanceof Ready;

/** Lets a path go on. In the bundle, that of frames stands here (bundle/frames). */
export const resume = (path: Path<unknown>): IteratorResult<Request, unknown> => path.next();

/** For a function that can wait and need not this time: much cheaper than a generator that does not yield. */
export const ready = <T>(value: T): Path<T> => new Ready(value);

const DONE = new Ready<void>(undefined);

/** The step of every RequestPath, in turn: whoever resumes a path reads it at once. */
const STEP: IteratorYieldResult<Request> = { done: false, value: { perform: () => true } };

/** The same for the usual results. */
export const READY: Path = DONE;
export const SUCCEEDED: Path<boolean> = new Ready(true);
export const FAILED: Path<boolean> = new Ready(false);
