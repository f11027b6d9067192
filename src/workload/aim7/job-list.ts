// The list of jobs of one user: every test as often as its hits ask for, in an order of the user's own.

import type { Random } from '../../base/random.ts';
import { type Ns, US } from '../../base/time.ts';
import type { Aim7Test } from './schema.ts';

/** Jobs of each test per user: hits / total * jobs, rounded, at least one (driver.c of re-aim). */
function jobsPerTest(tests: readonly Aim7Test[], jobsPerUser: number): number[] {
  const total = tests.reduce((sum, test) => sum + test.hits, 0);
  return tests.map((test) => Math.max(1, Math.floor((test.hits / total) * jobsPerUser + 0.5)));
}

/** Indices into `tests`, each as often as it is to be run, in no order yet. */
export function jobList(tests: readonly Aim7Test[], jobsPerUser: number): Uint8Array {
  return Uint8Array.from(jobsPerTest(tests, jobsPerUser).flatMap((count, test) => Array<number>(count).fill(test)));
}

/** The orders of all users, one behind the other: small arrays of their own take several times as much. */
export class JobOrders {
  readonly length: number;
  private readonly list: Uint8Array;
  private orders = new Uint8Array(0);
  private readonly free: number[] = [];
  private made = 0;

  constructor(list: Uint8Array) {
    this.list = list;
    this.length = list.length;
  }

  /** Shuffles the list; returns the number of the order. */
  take(random: Random): number {
    const order = this.free.pop() ?? this.made++;
    const start = order * this.length;
    if (start === this.orders.length) this.grow();
    const jobs = this.orders.subarray(start, start + this.length);
    jobs.set(this.list);
    random.shuffle(jobs);
    return order;
  }

  private grow(): void {
    const grown = new Uint8Array(Math.max(this.length, 2 * this.orders.length));
    grown.set(this.orders);
    this.orders = grown;
  }

  /** Nobody follows the order any more. */
  give(order: number): void {
    this.free.push(order);
  }

  /** The test that is number `nth` in an order. */
  job(order: number, nth: number): number {
    return this.orders[order * this.length + nth] as number;
  }
}

/** CPU time that a job of the list takes on average, without what the simulated kernel adds. */
export const meanJobNs = (tests: readonly Aim7Test[], list: Uint8Array): Ns =>
  list.reduce((sum, index) => sum + ownNs(tests[index] as Aim7Test), 0) / list.length;

const ownNs = ({ userUs, sysUs }: Aim7Test): Ns => (userUs + sysUs) * US;
