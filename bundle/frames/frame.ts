// What a path is in the bundle: a record of its variables and a number that tells where it goes on. plugin.ts makes a class of
// these of every generator that returns a Path.
//
// Nested calls are a list of frames, and it is the innermost that goes on: a wait costs the same below any number of callers. A
// frame that is through is used again.

import { isReady, type Path, READY, type Request, RequestPath } from '../../src/machine/path.ts';

/** What run() returns at its end: the result is in `value`. */
export const END = null;

/** `at` of a frame that is through. */
export const OVER = -1;

/** A request that was handed over: whoever lets a path go on reads it at once. */
class Step implements IteratorYieldResult<Request> {
  readonly done = false;
  value: Request = { perform: () => true };
}

const STEP = new Step();

/** There is one. */
const isStep = (outcome: object): outcome is Step => outcome === STEP;

/** The variables of its function are fields whose names begin with _. */
export abstract class Frame implements Path<unknown> {
  /** Where run() goes on. */
  at = 0;
  /** Result of the call that it waited for; at its end, its own. Of the outermost, while it waits: the frame that goes on. */
  value: unknown = undefined;
  /** Null for the outermost. Of one that is not used now: the next such of its class. */
  caller: Frame | null = null;

  /** Up to the next request, call or end. */
  abstract run(): Path<unknown> | Step | typeof END;

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<Request, unknown> {
    let frame = this.value instanceof Frame ? this.value : unused(this);
    frame.value = undefined;
    for (;;) {
      const { caller } = frame;
      const outcome = frame.run();
      if (outcome === END) {
        const { value } = frame;
        frame.value = undefined;
        if (caller === null) return { done: true, value };
        caller.value = value;
        frame = caller;
      } else if (isStep(outcome)) {
        return this.handOver(frame, outcome.value);
      } else if (outcome instanceof Frame) {
        unused(outcome).caller = frame;
        frame = outcome;
      } else if (outcome instanceof RequestPath) {
        return this.handOver(frame, outcome);
      } else {
        frame = start(outcome, frame);
      }
    }
  }

  private handOver(innermost: Frame, request: Request): Step {
    this.value = innermost;
    STEP.value = request;
    return STEP;
  }
}

/** A second run would be one of a frame that is free, or somebody else's by now. */
function unused(frame: Frame): Frame {
  if (frame.at !== 0)
    throw new Error(`${frame.constructor.name}: a path is run that has been run before; make a new one`);
  return frame;
}

/** Returns the frame that goes on. */
function start(path: Path<unknown>, caller: Frame): Frame {
  if (!isReady(path)) return new OtherPath(path, caller);
  caller.value = path.value;
  return caller;
}

/** A path that is written as a class, or a generator that is not compiled. */
class OtherPath extends Frame {
  private readonly path: Path<unknown>;

  constructor(path: Path<unknown>, caller: Frame) {
    super();
    this.path = path[Symbol.iterator]();
    this.caller = caller;
  }

  override run(): Step | typeof END {
    const step = this.path.next();
    if (step.done !== true) return yielded(step.value);
    this.value = step.value;
    return END;
  }
}

/** For run(). */
export function yielded(request: Request): Step {
  STEP.value = request;
  return STEP;
}

/** For run(), as Babel calls it: the first `count` values, for a variable each. */
export function slicedToArray(values: Iterable<unknown>, count: number): readonly unknown[] {
  if (Array.isArray(values)) return values;
  const sliced: unknown[] = [];
  for (const value of values) if (sliced.push(value) === count) break;
  return sliced;
}

const { next } = Frame.prototype;

/** In the place of the one of src/machine/path.ts: all frames share `next`. */
export const resume = (path: Path<unknown>): IteratorResult<Request, unknown> =>
  path instanceof Frame ? next.call(path) : path.next();

export { READY };
