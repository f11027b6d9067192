// Reclaimers that wait for room against a model in which every look is an event.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MS } from '../../../src/base/time.ts';
import { TIME } from '../../../src/engine/probe.ts';
import { symbolName } from '../../../src/engine/symbols.ts';
import { CONGESTION_NS, SWAP_CLUSTER_MAX } from '../../../src/kernel/mm/isolation-wait.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import type { TaskStruct } from '../../../src/kernel/mm/task-struct.ts';
import { PlainRequest } from '../../../src/machine/disk.ts';
import { computeFor, sleepFor } from '../../../src/machine/wait.ts';
import { holds } from '../../property.ts';
import { smallKernel } from './small-kernel.ts';

/** Half a ms is more than waking up takes, so that the ms in which a sleeper goes on tells when it looked. */
const HALF = MS / 2;

interface Scene {
  readonly k: Kernel;
  readonly tasks: readonly TaskStruct[];
  /** `ms name`: when who went on. */
  readonly log: string[];
}

/** No room at first; tasks come in the middle of the given ms and take a cluster when there is room. */
function scene(arrivals: readonly number[]): Scene {
  const k = smallKernel({ rmap: 'chain', cpus: 4 });
  const { isolation } = k;
  isolation.isolated = SWAP_CLUSTER_MAX;
  const log: string[] = [];
  const tasks = arrivals.map((ms, id) => {
    const task = k.createTask(`t${id}`, null, function* (c) {
      yield sleepFor(ms * MS + HALF - k.engine.now);
      yield* isolation.wait(c);
      isolation.isolated += SWAP_CLUSTER_MAX;
      log.push(`${Math.floor(k.engine.now / MS)} t${id}`);
    });
    k.scheduler.wake(task);
    return task;
  });
  return { k, tasks, log };
}

/** Somebody puts that many clusters back. */
function release({ k }: Scene, ms: number, clusters: number): void {
  k.engine.run(ms * MS);
  k.isolation.isolated -= clusters * SWAP_CLUSTER_MAX;
  k.isolation.changed();
}

interface Release {
  readonly ms: number;
  readonly clusters: number;
}

/** Every look of everybody, in order of time. */
function expected(arrivals: readonly number[], releases: readonly Release[], endMs: number): string[] {
  const waiting = new Map(arrivals.map((ms, id) => [`t${id}`, ms]));
  const log: string[] = [];
  let room = 0;
  for (let ms = 0; ms < endMs; ms++) {
    for (const each of releases) if (each.ms === ms) room += each.clusters;
    for (const [name, since] of waiting) {
      if (room === 0 || ms <= since || (ms - since) % (CONGESTION_NS / MS) !== 0) continue;
      room--;
      waiting.delete(name);
      log.push(`${ms} ${name}`);
    }
  }
  return log;
}

const END_MS = 1500;

it('wakes those whose look finds room, one for each cluster, as if every look were an event', () => {
  const arrivals = fc.uniqueArray(fc.integer({ min: 1, max: 300 }), {
    maxLength: 12,
    selector: (ms) => ms % (CONGESTION_NS / MS),
  });
  const releases = fc.array(
    fc.record({ ms: fc.integer({ min: 1, max: 1200 }), clusters: fc.integer({ min: 1, max: 3 }) }),
    { maxLength: 8 },
  );
  holds(
    fc.property(arrivals, releases, (come, free) => {
      const played = scene(come);
      for (const { ms, clusters } of [...free].sort((a, b) => a.ms - b.ms)) release(played, ms, clusters);
      played.k.engine.run(END_MS * MS);
      expect(played.log).toEqual(expected(come, free, END_MS));
    }),
  );
});

it('wakes all at once, as far as there is room, when a write ends that leaves the queue uncongested', () => {
  const played = scene([10, 20, 30]);
  const { k } = played;
  k.engine.run(40 * MS);
  k.disk.submit(new PlainRequest(0, 1, true, () => undefined));
  release(played, 50, 2);
  k.engine.run(55 * MS);
  k.disk.submit(new PlainRequest(0, 1, true, () => undefined));
  k.engine.run(60 * MS);
  expect(played.log).toEqual(['55 t0', '55 t1']);
});

/** Switches by the callers of schedule. */
function switches({ k }: Scene): Record<string, number> {
  const { tree } = k.engine;
  for (const cpu of k.cpus) cpu.settle();
  const found: Record<string, number> = {};
  for (let node = 1; node < tree.size; node++) {
    const [leaf, ...callers] = tree.chain(node).map(symbolName);
    const count = Math.round((tree.ns[node] as number) / 100) / 10;
    if (leaf === 'schedule' && count > 0) found[callers.join(' < ')] = count;
  }
  return found;
}

const LOOKS = 'schedule_timeout < io_schedule_timeout < congestion_wait';

it('charges the looks that found nothing to the CPU on which it sleeps, as time passes and below the function that sleeps', () => {
  const after = (freeAt: number, endMs: number): Record<string, number> => {
    const played = scene([10]);
    release(played, freeAt, 1);
    played.k.engine.run(endMs * MS);
    return switches(played);
  };
  // One switch to kswapd; to the sleeper when it begins, after its first sleep and after congestion_wait.
  expect(after(50, END_MS)).toEqual({ '': 4 });
  expect(after(1000, END_MS)).toEqual({ '': 4, [LOOKS]: 9 });
  expect(after(460, 460)).toEqual({ '': 3, [LOOKS]: 3.5 });
});

it('lets a busy CPU pay for them when it switches', () => {
  const played = scene([10]);
  const { k } = played;
  k.engine.run(50 * MS);
  for (const cpu of k.cpus)
    for (let n = 0; n < 2; n++) {
      const hog = k.createTask('hog', null, (c) => computeFor(c, 2000 * MS));
      hog.pinned = true;
      hog.cpu = cpu;
      k.scheduler.wake(hog);
    }
  k.engine.run(500 * MS);
  const idle = k.cpus.map((cpu) => cpu.time[TIME.idle]);
  k.engine.run(960 * MS);
  expect(k.cpus.map((cpu) => cpu.time[TIME.idle])).toEqual(idle);
  expect(switches(played)[LOOKS]).toBeCloseTo(8.5, 0);
});

it('lets those who have to die go at their next look, whether there is room or not, and takes none from others', () => {
  const played = scene([10, 20, 30, 170, 180]);
  const { k, tasks } = played;
  // The disk makes three of them look together.
  k.engine.run(50 * MS);
  k.disk.submit(new PlainRequest(0, 1, true, () => undefined));
  k.engine.run(55 * MS);
  k.disk.submit(new PlainRequest(0, 1, true, () => undefined));
  k.engine.run(185 * MS);
  for (const victim of [tasks[1], tasks[2], tasks[4]]) if (victim !== undefined) victim.killed = true;
  k.isolation.dismissKilled();
  // Each takes a cluster here though it has found no room: three and the one of the scene go back.
  release(played, 300, 4);
  release(played, 400, 1);
  k.engine.run(END_MS * MS);
  expect(played.log).toEqual(['255 t1', '255 t2', '280 t4', '355 t0', '470 t3']);
});

it('lets one who is killed on the way into its sleep go at its next look', () => {
  const k = smallKernel({ rmap: 'chain', cpus: 4 });
  k.isolation.isolated = SWAP_CLUSTER_MAX;
  let endMs = -1;
  const task = k.createTask('late', null, function* (c) {
    yield sleepFor(MS);
    c.spend(MS);
    yield* k.isolation.wait(c);
    endMs = k.engine.now / MS;
  });
  k.scheduler.wake(task);
  k.engine.run(MS + HALF);
  task.killed = true;
  k.isolation.dismissKilled();
  k.engine.run(END_MS * MS);
  expect(Math.floor(endMs)).toBe(102);
});

it('charges the same whether somebody looks at an idle CPU that is interrupted or not', () => {
  const play = (looksAt: readonly number[], handlerNs: number): unknown => {
    const k = smallKernel({ rmap: 'chain', cpus: 1 });
    k.engine.run(MS);
    const [cpu] = k.cpus;
    if (cpu === undefined) return null;
    for (let n = 0; n < 20_000; n++) cpu.settledLooks(CONGESTION_NS).join(k.engine.now, cpu.idleNode);
    const ran: number[] = [];
    const task = k.createTask('task', null, function* (c) {
      ran.push(c.task.engine.now);
      yield sleepFor(MS);
      ran.push(c.task.engine.now);
    });
    k.engine.run(300 * MS);
    cpu.interrupt(cpu.idleNode, handlerNs, () => undefined);
    k.scheduler.wake(task);
    for (const ns of looksAt) {
      k.engine.run(300 * MS + ns);
      cpu.settle();
    }
    k.engine.run(400 * MS);
    cpu.settle();
    return { ran, time: [...cpu.time] };
  };
  for (const handlerNs of [500, 3000, 100_000]) expect(play([1000, 2000], handlerNs)).toEqual(play([], handlerNs));
});
