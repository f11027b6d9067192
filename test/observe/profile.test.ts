import { expect, test } from 'vitest';
import { MS, SECOND } from '../../src/base/time.ts';
import { ROOT } from '../../src/engine/call-tree.ts';
import { Engine } from '../../src/engine/engine.ts';
import { TIME } from '../../src/engine/probe.ts';
import { symbols } from '../../src/engine/symbols.ts';
import { Observer } from '../../src/observe/observer.ts';
import { Sampler } from '../../src/observe/sampler.ts';
import { smallMachine } from './small-machine.ts';

const OPTIONS = { rateHz: 1000, capacity: 1000, includeIdle: false };

const drained = (sampler: Sampler): [number, number][] => {
  const all: [number, number][] = [];
  sampler.drain((node, samples) => all.push([node, samples]));
  return all;
};

test('a charge gets as many samples as ticks of the clock fall into it, however it is cut', () => {
  const whole = new Sampler(1, OPTIONS);
  whole.charge(0, 1, 10 * MS, TIME.sys);
  const cut = new Sampler(1, OPTIONS);
  for (const part of [1, 499_999, 1, 1, 999_998, 8_500_000]) cut.charge(0, 1, part, TIME.sys);
  expect(drained(whole)).toEqual([[1, 10]]);
  expect(drained(cut)).toEqual([[1, 10]]);
});

test('a tick belongs to the charge that begins at it, not to the one that ends there', () => {
  const sampler = new Sampler(1, OPTIONS); // ticks at 0.5 ms, 1.5 ms, ...
  sampler.charge(0, 1, 500_000, TIME.sys);
  sampler.charge(0, 2, 1, TIME.user);
  sampler.charge(0, 3, 999_999, TIME.sys);
  sampler.charge(0, 4, 1, TIME.sys);
  expect(drained(sampler)).toEqual([
    [2, 1],
    [4, 1],
  ]);
});

test('the clocks of the CPUs are staggered', () => {
  const sampler = new Sampler(4, OPTIONS);
  const samplesBy = [0, 1, 2, 3].map((cpu) => {
    for (let tenth = 0; tenth < 8; tenth++) sampler.charge(cpu, 10 * cpu + tenth, MS / 8, TIME.sys);
    return drained(sampler);
  });
  expect(samplesBy).toEqual([[[1, 1]], [[13, 1]], [[25, 1]], [[37, 1]]]);
});

test('what does not fit into the buffer is lost and counted, until the next frame makes room', () => {
  const sampler = new Sampler(2, { ...OPTIONS, capacity: 6 });
  sampler.charge(0, 1, 4 * MS, TIME.sys);
  sampler.charge(0, 2, 4 * MS, TIME.sys);
  sampler.charge(1, 3, 4 * MS, TIME.sys);
  expect([sampler.samples, sampler.lost]).toEqual([10, 2]);
  expect(drained(sampler)).toEqual([
    [1, 4],
    [2, 2],
    [3, 4],
  ]);
  sampler.charge(0, 1, 4 * MS, TIME.sys);
  expect([sampler.samples, sampler.lost]).toEqual([14, 2]);
  expect(drained(sampler)).toEqual([[1, 4]]);
});

test('idle time is not sampled, and keeps the clock going', () => {
  const sampler = new Sampler(1, OPTIONS);
  sampler.charge(0, 1, 10 * MS, TIME.idle);
  sampler.charge(0, 2, 10 * MS, TIME.iowait);
  sampler.charge(0, 3, 2 * MS, TIME.user);
  expect(drained(sampler)).toEqual([[3, 2]]);
  expect([sampler.samples, sampler.lost]).toEqual([2, 0]);
});

// The spans of this load (about 1 us) are short against the clock (about 1 ms), so samples are close to independent and a
// share p of n samples is off by more than 4.5 standard deviations, 4.5 sqrt(p (1 - p) / n), in 1 of 150,000 cases.
test.each([1, 3])('samples converge to the exact profile (%i tasks per CPU)', (perCpu) => {
  const machine = smallMachine({ tasks: 4 * perCpu, sleepNs: 20_000 });
  const observer = new Observer(machine, { rateHz: 997 });
  machine.engine.run(4 * SECOND);
  const { rows, samples, lost } = observer.frame().profile;
  expect(lost).toBe(0);
  expect(samples).toBeGreaterThan(3000);
  expect(rows.map((row) => row.symbol)).toEqual(expect.arrayContaining(['user', '_raw_spin_lock', 'walk', 'update']));
  for (const { symbol, self, exactSelf } of rows) {
    const bound = 4.5 * Math.sqrt((exactSelf * (1 - exactSelf)) / samples) + 1 / samples;
    expect(Math.abs(self - exactSelf), symbol).toBeLessThanOrEqual(bound);
  }
});

test('the samples are as many as the clocks ticked while the CPUs were busy', () => {
  const machine = smallMachine();
  const observer = new Observer(machine, { rateHz: 1000 });
  machine.engine.run(SECOND);
  const { profile, cpus } = observer.frame();
  const busy = cpus.reduce((sum, cpu) => sum + 1 - cpu.shares.idle - cpu.shares.iowait, 0);
  expect(Math.abs(profile.samples - busy * 1000)).toBeLessThan(20);
});

test('self sums to one and children are at least self', () => {
  const machine = smallMachine({ cpus: 8, tasks: 12 });
  const observer = new Observer(machine);
  machine.engine.run(200 * MS);
  const { rows } = observer.frame().profile;
  expect(rows.reduce((sum, row) => sum + row.self, 0)).toBeCloseTo(1, 9);
  for (const row of rows) {
    expect(row.children).toBeGreaterThanOrEqual(row.self);
    expect(row.children).toBeLessThanOrEqual(1 + 1e-12);
  }
  const selfs = rows.map((row) => row.self);
  expect(selfs).toEqual(selfs.toSorted((a, b) => b - a));
});

test('children counts a recursive symbol once per chain, and chains name the callers from the inside out', () => {
  const S = symbols('entry', 'deep', 'leaf');
  const machine = { ...smallMachine({ cpus: 1 }), engine: new Engine(1) };
  const { tree } = machine.engine;
  const entry = tree.child(ROOT, S.entry);
  const once = tree.child(entry, S.deep);
  const twice = tree.child(once, S.deep);
  const leaf = tree.child(twice, S.leaf);
  const observer = new Observer(machine, { rateHz: 1000 });
  const { probe } = machine.engine;
  probe.charge(0, entry, 1 * MS, TIME.sys);
  probe.charge(0, twice, 2 * MS, TIME.sys);
  probe.charge(0, leaf, 5 * MS, TIME.sys);
  const rows = observer
    .frame()
    .profile.rows.map(({ symbol, self, children, chains }) => ({ symbol, self, children, chains }));
  expect(rows).toEqual([
    { symbol: 'leaf', self: 5 / 8, children: 5 / 8, chains: [{ share: 1, callers: ['deep', 'deep', 'entry'] }] },
    { symbol: 'deep', self: 2 / 8, children: 7 / 8, chains: [{ share: 1, callers: ['deep', 'entry'] }] },
    { symbol: 'entry', self: 1 / 8, children: 1, chains: [{ share: 1, callers: [] }] },
  ]);
});

test('older samples fade by an eighth per frame, and not while the run is paused', () => {
  const S = symbols('before', 'after');
  const machine = { ...smallMachine({ cpus: 1 }), engine: new Engine(1) };
  const observer = new Observer(machine, { rateHz: 1000 });
  const { engine } = machine;
  const shareOf = (symbol: string): number =>
    observer.frame().profile.rows.find((row) => row.symbol === symbol)?.self ?? 0;
  engine.probe.charge(0, engine.tree.child(ROOT, S.before), 8 * MS, TIME.sys);
  engine.run(8 * MS);
  expect(shareOf('before')).toBe(1);
  for (let paused = 0; paused < 5; paused++) observer.frame();
  engine.probe.charge(0, engine.tree.child(ROOT, S.after), 7 * MS, TIME.sys);
  engine.run(15 * MS);
  expect(shareOf('before')).toBe(0.5);
});

test('the six hottest chains of a row are shown, hottest first, as shares of the row', () => {
  const { leaf, ...callers } = symbols('leaf', 'a', 'b', 'c', 'd', 'e', 'f', 'g');
  const machine = { ...smallMachine({ cpus: 1 }), engine: new Engine(1) };
  const observer = new Observer(machine, { rateHz: 1000 });
  const { tree, probe } = machine.engine;
  const samples = [3, 9, 1, 5, 2, 7, 13];
  Object.values(callers).forEach((caller, index) => {
    probe.charge(0, tree.child(tree.child(ROOT, caller), leaf), (samples[index] ?? 0) * MS, TIME.sys);
  });
  const [row] = observer.frame().profile.rows;
  expect(row?.chains.map((chain) => [chain.callers.join(), chain.share * 40])).toEqual([
    ['g', 13],
    ['b', 9],
    ['f', 7],
    ['d', 5],
    ['a', 3],
    ['e', 2],
  ]);
});

test('exact shares are shares of the time that was not idle', () => {
  const machine = smallMachine({ cpus: 4, tasks: 2 });
  const observer = new Observer(machine, { rateHz: 2_000_000, capacity: 1e9 });
  machine.engine.run(100 * MS);
  const { rows } = observer.frame().profile;
  expect(rows.map((row) => row.symbol)).toContain('schedule');
  expect(rows.reduce((sum, row) => sum + row.exactSelf, 0)).toBeCloseTo(1, 12);
});

test('user symbols and kernel symbols are told apart', () => {
  const machine = smallMachine();
  const observer = new Observer(machine);
  machine.engine.run(100 * MS);
  const spaces = Object.fromEntries(observer.frame().profile.rows.map((row) => [row.symbol, row.space]));
  expect(spaces).toMatchObject({ user: 'user', walk: 'kernel' });
});

test('default_idle is in the profile only on request', () => {
  const idleShare = (includeIdle: boolean): number[] => {
    const machine = smallMachine({ cpus: 4, tasks: 2 });
    const observer = new Observer(machine, { includeIdle });
    machine.engine.run(200 * MS);
    const row = observer.frame().profile.rows.find((one) => one.symbol === 'default_idle');
    return row === undefined ? [] : [row.self, row.exactSelf];
  };
  expect(idleShare(false)).toEqual([]);
  for (const share of idleShare(true)) expect(share).toBeCloseTo(0.5, 2);
});
