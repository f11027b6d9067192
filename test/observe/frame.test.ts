import { serialize } from 'node:v8';
import { expect, test } from 'vitest';
import { MS, SECOND } from '../../src/base/time.ts';
import { type CallTree, ROOT, type StackNode } from '../../src/engine/call-tree.ts';
import { TIME } from '../../src/engine/probe.ts';
import { symbols } from '../../src/engine/symbols.ts';
import type { CpuShares, Frame } from '../../src/observe/frame.ts';
import { Observer } from '../../src/observe/observer.ts';
import { smallMachine } from './small-machine.ts';

const sum = (shares: CpuShares): number => Object.values(shares).reduce((a, b) => a + b, 0);

test('the CPU shares of every frame sum to one, even when no time has passed', () => {
  const machine = smallMachine({ cpus: 4, tasks: 6, sleepNs: 5000 });
  const observer = new Observer(machine);
  for (const atNs of [0, 1, 777, 777, MS, 33 * MS]) {
    machine.engine.run(atNs);
    const { cpus, cpuShares } = observer.frame();
    for (const shares of [cpuShares, ...cpus.map((cpu) => cpu.shares)])
      expect(Math.abs(sum(shares) - 1)).toBeLessThan(1e-9);
  }
});

test('the shares are those of the interval: what the CPUs spent between the two frames', () => {
  const machine = smallMachine({ cpus: 4, tasks: 6, sleepNs: 5000 });
  const observer = new Observer(machine);
  machine.engine.run(10 * MS);
  observer.frame();
  const before = machine.cpus.map((cpu) => cpu.time.slice());
  machine.engine.run(17 * MS);
  const { cpus, cpuShares, intervalNs } = observer.frame();
  expect(intervalNs).toBe(7 * MS);
  machine.cpus.forEach((cpu, index) => {
    const spent = cpu.time.map((ns, kind) => (ns - (before[index]?.[kind] ?? 0)) / (7 * MS));
    expect(Object.values(cpus[index]?.shares ?? {})).toEqual([...spent]);
  });
  const mean = cpus.reduce((total, cpu) => total + cpu.shares.user, 0) / 4;
  expect(cpuShares.user).toBeCloseTo(mean, 12);
});

test('a CPU tells its task, the function at the top of its stack and its run queue', () => {
  const machine = smallMachine({ cpus: 4, tasks: 2, thinkNs: 500, holdNs: 20_000 });
  const observer = new Observer(machine);
  machine.engine.run(10 * MS);
  const { cpus } = observer.frame();
  const busy = cpus.filter((cpu) => cpu.task !== '');
  expect(busy.map((cpu) => cpu.task).toSorted()).toEqual(['worker/0', 'worker/1']);
  expect(busy.map((cpu) => cpu.runQueue)).toEqual([1, 1]);
  for (const cpu of busy)
    expect(['walk', '_raw_spin_lock', 'user', 'recurse', '_raw_spin_unlock']).toContain(cpu.symbol);
  expect(cpus.filter((cpu) => cpu.task === '').map((cpu) => [cpu.symbol, cpu.runQueue])).toEqual([
    ['', 0],
    ['', 0],
  ]);
});

test('frames are numbered and say which time they cover', () => {
  const machine = smallMachine();
  machine.engine.run(MS);
  const observer = new Observer(machine);
  machine.engine.run(4 * MS);
  const first = observer.frame();
  machine.engine.run(9 * MS);
  const second = observer.frame();
  expect([first, second].map(({ seq, atNs, intervalNs }) => [seq, atNs, intervalNs])).toEqual([
    [0, 4 * MS, 3 * MS],
    [1, 9 * MS, 5 * MS],
  ]);
  expect(second.variants).toEqual({ rmap: 'shared' });
  expect(second.flipping).toBe(null);
});

test('an older frame stays what it was', () => {
  const machine = smallMachine({ cpus: 8, tasks: 8 });
  const observer = new Observer(machine);
  machine.engine.run(10 * MS);
  observer.tick();
  const frame = observer.frame();
  const copy = structuredClone(frame);
  expect(copy).toEqual(frame);
  machine.engine.run(200 * MS);
  observer.tick();
  observer.frame();
  expect(frame).toEqual(copy);
});

type Charge = (node: StackNode, samples: number) => void;

/** Deep chains of long names: sixty hot ones that end in ten symbols, and a long tail, so that every limit is reached. */
function crowdProfile(tree: CallTree, outermost: StackNode, charge: Charge): void {
  const names = Array.from({ length: 100 }, (_, index) => `historical_kernel_function_${index}`);
  const syms = Object.values(symbols(...names));
  for (let chain = 0; chain < 400; chain++) {
    let node = outermost;
    for (let depth = 0; depth < 20; depth++) node = tree.child(node, syms[(chain * 7 + depth * 3) % 100] ?? 0);
    charge(tree.child(node, syms[chain < 60 ? chain % 10 : chain % 100] ?? 0), chain < 60 ? 1000 : 20);
  }
}

test('a frame of a busy 64-CPU machine is small enough to post', () => {
  const machine = smallMachine({ cpus: 64, tasks: 200, locks: 6, thinkNs: 3000, holdNs: 2000 });
  for (let index = 0; index < 19; index++) machine.classes.create(`another_lock_class_${index}`, 'mutex');
  const observer = new Observer(machine, { rateHz: 1000, capacity: 1e9 });
  machine.engine.run(SECOND / 20);
  const { tree, probe } = machine.engine;
  crowdProfile(tree, ROOT, (node, samples) => probe.charge(0, node, samples * MS, TIME.sys));
  observer.tick();
  const frame: Frame = observer.frame();
  expect(frame.profile.rows.length).toBe(60);
  expect(frame.locks[0]?.queues.length).toBe(4);
  expect(Math.max(...frame.profile.rows.map((row) => row.chains.length))).toBe(6);
  expect(structuredClone(frame)).toEqual(frame);
  expect(serialize(frame).length).toBeLessThan(60_000);
});

test('rows of heavy callers are kept when there are more symbols than rows', () => {
  const machine = smallMachine({ cpus: 1 });
  const observer = new Observer(machine, { rateHz: 1000, capacity: 1e9 });
  const { tree, probe } = machine.engine;
  const S = symbols('sys_entry');
  crowdProfile(tree, tree.child(ROOT, S.sys_entry), (node, samples) => probe.charge(0, node, samples * MS, TIME.sys));
  const { rows } = observer.frame().profile;
  expect(rows.length).toBe(60);
  expect(rows.find((row) => row.symbol === 'sys_entry')).toMatchObject({ self: 0, children: 1, chains: [] });
});
