import { expect, test } from 'vitest';
import { MS, type Ns, SECOND } from '../../src/base/time.ts';
import { ROOT } from '../../src/engine/call-tree.ts';
import type { Figure } from '../../src/engine/figure.ts';
import { Panic } from '../../src/engine/panic.ts';
import { symbols } from '../../src/engine/symbols.ts';
import { LockClass } from '../../src/kernel/locking/lock-class.ts';
import { IpiLedger } from '../../src/machine/ipi.ts';
import { ipiFigures, lockFigures } from '../../src/observe/builtin-figures.ts';
import { FigureWindows } from '../../src/observe/figure-windows.ts';
import { Observer } from '../../src/observe/observer.ts';
import { type SmallMachine, smallMachine } from './small-machine.ts';

const base = { label: '', unit: '', help: '' };

/** Samples one figure at each instant at which `counter` is given. */
function readings(
  figure: Omit<Figure, 'read' | 'per' | 'label' | 'unit' | 'help'>,
  counters: readonly [Ns, number, number][],
) {
  let value = 0;
  let per = 0;
  const windows = new FigureWindows([{ ...base, ...figure, read: () => value, per: () => per }], SECOND);
  return counters.map(([atNs, nextValue, nextPer]) => {
    value = nextValue;
    per = nextPer;
    windows.sample(atNs);
    return windows.latest[figure.id];
  });
}

test('a value is what it was at the last tick', () => {
  expect(
    readings({ id: 'a', kind: 'value' }, [
      [0, 3, 0],
      [MS, 5, 0],
    ]),
  ).toEqual([3, 5]);
});

test('a rate is the increase over its window per second, times its scale, and unknown before time has passed', () => {
  const counters: [Ns, number, number][] = [
    [0, 0, 0],
    [500 * MS, 10, 0],
    [1000 * MS, 20, 0],
    [1500 * MS, 60, 0],
    [2000 * MS, 60, 0],
    [2500 * MS, 60, 0],
  ];
  expect(readings({ id: 'a', kind: 'rate', scale: 60 }, counters)).toEqual([Number.NaN, 1200, 1200, 3000, 2400, 0]);
  expect(readings({ id: 'a', kind: 'rate', windowNs: 500 * MS }, counters)).toEqual([Number.NaN, 20, 20, 80, 0, 0]);
});

test('a window reaches back to the reading at its start even when ticks do not fit into it', () => {
  const counters: [Ns, number, number][] = [
    [0, 0, 0],
    [700 * MS, 7, 0],
    [1400 * MS, 14, 0],
    [2100 * MS, 28, 0],
  ];
  expect(readings({ id: 'a', kind: 'rate' }, counters).slice(1)).toEqual([10, 10, 15]);
});

test('a mean is one increase divided by the other, and unknown when there was nothing to divide by', () => {
  const counters: [Ns, number, number][] = [
    [0, 0, 0],
    [500 * MS, 1000, 10],
    [1500 * MS, 1004, 12],
    [2500 * MS, 1004, 12],
  ];
  expect(readings({ id: 'a', kind: 'mean' }, counters)).toEqual([Number.NaN, 100, 2, Number.NaN]);
});

test('a second sample at one instant changes nothing', () => {
  let value = 1;
  const windows = new FigureWindows([{ ...base, id: 'a', kind: 'value', read: () => value }], SECOND);
  windows.sample(5);
  value = 2;
  windows.sample(5);
  expect(windows.latest).toEqual({ a: 1 });
});

test('two figures with one id are refused', () => {
  const twice: Figure = { ...base, id: 'cpu.sys', kind: 'value', read: () => 0 };
  expect(() => new Observer(smallMachine({}, [twice]))).toThrow(Panic);
});

/** Runs two seconds with a tick every 100 ms and `framesPerTick` frames in between, at other instants. */
function history(framesPerTick: number): { readonly metrics: object[]; readonly hash: number } {
  const machine = smallMachine({ tasks: 6, sleepNs: 10_000, broadcasts: 0.1 });
  const own = lockFigures(machine.engine, machine.classes.all[0] as SmallMachine['lockClasses'][number]);
  const observer = new Observer({ ...machine, figures: own }, { symbols: ['_raw_spin_lock', 'user'] });
  const metrics: object[] = [];
  for (let atNs = 100 * MS; atNs <= 1500 * MS; atNs += 100 * MS) {
    for (let frame = 1; frame <= framesPerTick; frame++) {
      machine.engine.run(atNs - 100 * MS + frame * 13_777_777);
      observer.frame();
    }
    machine.engine.run(atNs);
    observer.tick();
    metrics.push(observer.metrics());
  }
  return { metrics, hash: machine.engine.hash };
}

test('neither the metrics nor the run depend on how often a frame is made', () => {
  const never = history(0);
  expect(history(1)).toEqual(never);
  expect(history(7)).toEqual(never);
});

test('the metrics of a frame are those of the last tick', () => {
  const machine = smallMachine();
  const observer = new Observer(machine);
  machine.engine.run(100 * MS);
  observer.tick();
  const atTick = { ...observer.metrics() };
  machine.engine.run(150 * MS);
  expect(observer.frame().metrics).toEqual(atTick);
});

test('CPU figures are shares of all CPU time over the window', () => {
  const machine = smallMachine({ cpus: 4, tasks: 3, sleepNs: 30_000, broadcasts: 0.1 });
  const observer = new Observer(machine, { windowNs: 200 * MS });
  const before = new Float64Array(6);
  for (let tick = 1; tick <= 4; tick++) {
    machine.engine.run(tick * 100 * MS);
    observer.tick();
    if (tick === 2)
      for (const cpu of machine.cpus)
        cpu.time.forEach((ns, kind) => {
          before[kind] = (before[kind] ?? 0) + ns;
        });
  }
  const share = (kind: number): number =>
    (machine.cpus.reduce((sum, cpu) => sum + (cpu.time[kind] ?? 0), 0) - (before[kind] ?? 0)) / (4 * 200 * MS);
  const m = observer.metrics();
  const [user, sys, spin, irq, iowait, idle] = [0, 1, 2, 3, 4, 5].map(share) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  expect(m).toMatchObject({
    'cpu.user': user,
    'cpu.kernel': sys,
    'cpu.spin': spin,
    'cpu.irq': irq,
    'cpu.iowait': iowait,
    'cpu.idle': idle,
  });
  expect(m['cpu.sys']).toBeCloseTo(sys + spin + irq, 12);
  expect(user + sys + spin + irq + iowait + idle).toBeCloseTo(1, 12);
  expect(Math.min(user, sys, spin, irq, iowait)).toBeGreaterThan(0);
});

test('self.<symbol> is the exact share of the time that was not idle, ticks.<symbol> of all, in chains that come up later too', () => {
  const S = symbols('early', 'late');
  const machine = smallMachine({ cpus: 2, tasks: 2, sleepNs: 5000 });
  const observer = new Observer(machine, {
    symbols: ['early'],
    ticks: ['early', 'default_idle'],
    windowNs: 10 * SECOND,
  });
  const { engine } = machine;
  const busyNs = (): number =>
    machine.cpus.reduce((sum, cpu) => sum + cpu.time.subarray(0, 4).reduce((a, b) => a + b, 0), 0);
  engine.tree.charge(engine.tree.child(ROOT, S.early), 3 * MS);
  engine.run(10 * MS);
  observer.tick();
  expect(observer.metrics()['self.early']).toBe((3 * MS) / busyNs());
  engine.tree.charge(engine.tree.child(engine.tree.child(ROOT, S.late), S.early), 4 * MS);
  engine.run(20 * MS);
  observer.tick();
  expect(observer.metrics()['self.early']).toBe((7 * MS) / busyNs());
  expect(observer.metrics()['ticks.early']).toBe((7 * MS) / (2 * 20 * MS));
  expect(observer.metrics()['ticks.default_idle']).toBe(1 - busyNs() / (2 * 20 * MS));
});

test('lock figures: waiters, utilisation, contended share, hold and wait means', () => {
  const machine = smallMachine({ cpus: 8, tasks: 8, thinkNs: 2000, holdNs: 1000 });
  const [lockClass] = machine.lockClasses as [SmallMachine['lockClasses'][number]];
  const observer = new Observer(
    { ...machine, figures: lockFigures(machine.engine, lockClass) },
    { windowNs: 10 * SECOND },
  );
  machine.engine.run(200 * MS);
  observer.tick();
  const m = observer.metrics();
  expect(m['lock.list_lock.waiters']).toBe(lockClass.waitArea(200 * MS) / (200 * MS));
  expect(m['lock.waiters']).toBe(m['lock.list_lock.waiters']);
  expect(m['lock.list_lock.held']).toBe(lockClass.hold.sum / (200 * MS));
  expect(m['lock.list_lock.contended']).toBe(lockClass.contentions / lockClass.acquisitions);
  expect(m['lock.list_lock.holdMean']).toBe(lockClass.hold.mean);
  expect(m['lock.list_lock.waitMean']).toBe(lockClass.wait.mean);
  expect(m['lock.list_lock.acquisitions']).toBeCloseTo(lockClass.acquisitions * 5, 6);
});

test('IPI figures come from the ledger, when there is one', () => {
  const ledger = new IpiLedger();
  const { ipiLedger, ...machine } = smallMachine();
  expect(ipiLedger.ipis).toBe(0);
  expect(Object.keys(new Observer(machine).metrics()).filter((id) => id.startsWith('ipi.'))).toEqual([]);
  const observer = new Observer({ ...machine, ipiLedger: ledger });
  ledger.add('flush', 7, 7000, 4000);
  ledger.add('vmap', 3, 1000, 2000);
  machine.engine.run(500 * MS);
  observer.tick();
  expect(observer.metrics()).toMatchObject({
    'ipi.rounds': 4,
    'ipi.sent': 20,
    'ipi.waitMean': 3000,
    'ipi.stolenMean': 800,
  });
  expect(ipiFigures(ledger).map((figure) => figure.id)).toEqual([
    'ipi.rounds',
    'ipi.sent',
    'ipi.waitMean',
    'ipi.stolenMean',
  ]);
});

test("a lock's figures have labels that can be read", () => {
  const machine = smallMachine();
  const labels = lockFigures(machine.engine, new LockClass('kmap_lock', 'spin')).map(({ label }) => label);
  expect(labels).toEqual(
    ['waiters', 'held', 'contended', 'hold time', 'wait', 'taken'].map((word) => `kmap_lock ${word}`),
  );
});

test('every metric is declared once, with a label and a help text', () => {
  const observer = new Observer(smallMachine(), { symbols: ['walk'] });
  expect(observer.infos.map((info) => info.id)).toEqual(Object.keys(observer.metrics()));
  for (const info of observer.infos) expect([info.label, info.help]).not.toContain('');
});
