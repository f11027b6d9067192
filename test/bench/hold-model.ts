// The queue's hold model: PENDING events; pop the earliest and push it again, HOLDS times. Usage: hold-model.ts PENDING
// HOLDS; prints one JSON line. `check` is a rolling hash of the order of events, the same for every exact queue.

import { EventHeap } from '../../src/base/event-heap.ts';
import { COUNT, exponentials } from './exponentials.ts';

const [pending = 64, holds = 1_000_000] = process.argv.slice(2).map(Number);
const mean = Math.max(1000, 10 * pending);
const steps = Float64Array.from(exponentials(), (value) => Math.floor(mean * value + 0.5));

const heap = new EventHeap();
let next = 0;
let check = 0;

function hold(times: number): void {
  for (let i = 0; i < times; i++) {
    const now = heap.peek();
    const slot = heap.pop();
    check = (Math.imul(check, 31) + slot) | 0;
    heap.push(now + (steps[next] as number), slot);
    next = (next + 1) % COUNT;
  }
}

for (let slot = 0; slot < pending; slot++) {
  heap.push(steps[next] as number, slot);
  next = (next + 1) % COUNT;
}
hold(holds / 5);
const start = process.hrtime.bigint();
hold(holds);
console.log(JSON.stringify({ nsPerHold: Number(process.hrtime.bigint() - start) / holds, check }));
