import { expect, test } from 'vitest';
import { Disk, type DiskRequest, PlainRequest } from '../../src/machine/disk.ts';
import { submitWhenFree } from '../../src/machine/disk-wait.ts';
import type { Task } from '../../src/machine/task.ts';
import { Rig } from './rig.ts';

/** Without rotation every service time is known to the ns: 1000 a page, and 100 to reach another place. */
const COSTS = { fullSeekNs: 100, trackSeekNs: 100, rotationNs: 1, transferNsPerPage: 1000, pages: 1 << 20 };

function setUp({ spindles = 1, stripePages = 16 } = {}) {
  const rig = new Rig({ cpus: 1 });
  const disk = new Disk(rig.engine, { ...COSTS, spindles, stripePages });
  const log: [string, number][] = [];
  const request = (name: string, start: number, write = false): DiskRequest =>
    new PlainRequest(start, 1, write, () => log.push([name, rig.engine.now]));
  return { rig, disk, log, request };
}

test('a spindle serves what lies ahead of its head in ascending order, then starts over at the lowest', () => {
  const { rig, disk, log, request } = setUp();
  for (const start of [500, 900, 100, 700, 300]) disk.submit(request(`${start}`, start));
  rig.engine.run(1e6);
  expect(log).toEqual([
    ['500', 1100],
    ['700', 2200],
    ['900', 3300],
    ['100', 4400],
    ['300', 5500],
  ]);
});

test('a seek grows with the square root of its distance, from one track to a full stroke and no further', () => {
  const costs = { fullSeekNs: 10_000, trackSeekNs: 1000, rotationNs: 1, transferNsPerPage: 7, pages: 10_000 };
  const served = [0, 1, 100, 2500, 10_000, 40_000].map((distance) => {
    const rig = new Rig({ cpus: 1 });
    const disk = new Disk(rig.engine, { ...costs, spindles: 1, stripePages: 16 });
    disk.submit(new PlainRequest(distance, 3, false, () => undefined));
    rig.engine.run(1e6);
    return [distance, disk.stats.busyNs - 3 * costs.transferNsPerPage];
  });
  // Roots of a hundredth of a per cent, a hundredth, a quarter and all of the stroke.
  expect(served).toEqual([
    [0, 0],
    [1, 1000 + 9000 / 100],
    [100, 1000 + 9000 / 10],
    [2500, 1000 + 9000 / 2],
    [10_000, 10_000],
    [40_000, 10_000],
  ]);
});

test('what continues a queued request is merged into it, within its stripe: one seek for both, done together', () => {
  const { rig, disk, log, request } = setUp();
  for (const start of [500, 46, 47, 48]) disk.submit(request(`${start}`, start));
  rig.engine.run(1e6);
  // 48 begins a stripe: a request of its own, but the head is there already.
  expect(log).toEqual([
    ['500', 1100],
    ['46', 3200],
    ['47', 3200],
    ['48', 4200],
  ]);
  expect(disk.stats).toMatchObject({ reads: 3, pagesRead: 4, busyNs: 4200 });
});

test('a write does not continue a read', () => {
  const { rig, disk, request } = setUp();
  for (const [start, write] of [
    [500, false],
    [46, false],
    [47, true],
  ] as const)
    disk.submit(request('', start, write));
  rig.engine.run(1e6);
  expect(disk.stats).toMatchObject({ reads: 2, writes: 1 });
});

test('stripes lie on the spindles in turn, which work at the same time', () => {
  const { rig, disk, log, request } = setUp({ spindles: 2 });
  for (const start of [160, 176, 192]) disk.submit(request(`${start}`, start));
  rig.engine.run(1e6);
  expect(log).toEqual([
    ['160', 1100],
    ['176', 1100],
    ['192', 2200],
  ]);
});

test('a direction has 128 requests per spindle; who finds them taken is let in in the order of asking', () => {
  const { rig, disk, log, request } = setUp();
  const entered: string[] = [];
  for (let i = 0; i < 128; i++) disk.submit(request('first', 32 * i, true));
  for (const name of ['a', 'b', 'c'])
    rig.spawn(name, 0, function* writer() {
      yield* submitWhenFree(disk, request(name, 1e5 + 32 * name.charCodeAt(0), true));
      entered.push(`${name} ${log.length}`);
    });
  rig.spawn('reader', 0, function* reader() {
    yield* submitWhenFree(disk, request('read', 2e5));
    entered.push(`reader ${log.length}`);
  });
  rig.engine.run(1e6);
  expect(entered).toEqual(['reader 0', 'a 1', 'b 2', 'c 3']);
  expect(log.length).toBe(132);
});

test('who is woken for another reason keeps its place, and takes no turn from those behind it', () => {
  const { rig, disk, log, request } = setUp();
  const entered: string[] = [];
  for (let i = 0; i < 128; i++) disk.submit(request('first', 32 * i, true));
  const enter = (name: string): Task =>
    rig.spawn(name, 0, function* writer() {
      yield* submitWhenFree(disk, request(name, 1e5 + 32 * name.charCodeAt(0), true));
      entered.push(`${name} ${log.length}`);
    });
  const [a] = ['a', 'b'].map(enter);
  rig.timer([500], () => a?.wake());
  rig.timer([600], () => enter('c'));
  rig.engine.run(1e6);
  expect(entered).toEqual(['a 1', 'b 2', 'c 3']);
  expect(log.length).toBe(131);
});

test('what can be merged needs no request of its own, before and after all are taken', () => {
  const { rig, disk, log, request } = setUp();
  const entered: string[] = [];
  for (let i = 0; i < 127; i++) disk.submit(request('first', 32 * i, true));
  for (let next = 1; next <= 5; next++) disk.submit(request('merged', 32 * 100 + next, true));
  for (const [name, start] of [
    ['the last', 32 * 200],
    ['merged', 32 * 100 + 6],
    ['one too many', 32 * 300],
  ] as const)
    rig.spawn(name, 0, function* writer() {
      yield* submitWhenFree(disk, request(name, start, true));
      entered.push(`${name} ${log.length}`);
    });
  rig.engine.run(1e6);
  expect(entered).toEqual(['the last 0', 'merged 0', 'one too many 1']);
});

test('the queue is uncongested once fewer than 103 writes are left', () => {
  const { rig, disk, log, request } = setUp();
  const told: number[] = [];
  for (let i = 0; i < 110; i++) disk.submit(request('', 32 * i, true));
  disk.whenUncongested(() => told.push(log.length));
  rig.engine.run(1e6);
  expect(told).toEqual([8]);
});

test('who gave up waiting for that is not told', () => {
  const { rig, disk, log, request } = setUp();
  const told: string[] = [];
  for (let i = 0; i < 110; i++) disk.submit(request('', 32 * i, true));
  const giveUp = disk.whenUncongested(() => told.push('gave up'));
  disk.whenUncongested(() => told.push(`${log.length}`));
  giveUp();
  rig.engine.run(1e6);
  expect(told).toEqual(['8']);
});
