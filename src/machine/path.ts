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

export type Path<T = void> = Generator<Request, T, void>;
