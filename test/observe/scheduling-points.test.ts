// Scheduling points: every time a task leaves its CPU, the call chain of what it did last counts once.

import { expect, it } from 'vitest';
import { CallTree, ROOT } from '../../src/engine/call-tree.ts';
import { Engine } from '../../src/engine/engine.ts';
import { symbolName, symbols } from '../../src/engine/symbols.ts';
import { LockClass } from '../../src/kernel/locking/lock-class.ts';
import { Mutex, mutex_lock, mutex_unlock } from '../../src/kernel/locking/mutex.ts';
import { sleepFor } from '../../src/machine/wait.ts';
import { switchFigures } from '../../src/observe/builtin-figures.ts';
import { SchedulingPoints } from '../../src/observe/scheduling-points.ts';
import { SwitchChains } from '../../src/observe/switch-chains.ts';
import { Rig } from '../machine/rig.ts';

const S = symbols('outer', 'left', 'right', 'leaf');

it('tells how many there were below a symbol, wherever it stands in the chain', () => {
  const engine = new Engine(1);
  const { tree } = engine;
  const points = new SchedulingPoints();
  const figures = switchFigures(engine, points, ['left', 'left+right']);
  const counts = (): Record<string, number> => Object.fromEntries(figures.map((figure) => [figure.id, figure.read()]));
  const outer = tree.child(ROOT, S.outer);
  const [left, right] = [tree.child(outer, S.left), tree.child(outer, S.right)];
  points.add(tree.child(left, S.leaf));
  points.add(right);
  expect(counts()).toEqual({ 'sched.switches': 2, 'under.left': 1, 'under.left+right': 2 });
  // Chains that are new since the last question.
  points.add(tree.child(tree.child(right, S.left), S.leaf));
  points.add(left);
  expect(counts()).toEqual({ 'sched.switches': 4, 'under.left': 3, 'under.left+right': 4 });
});

it('counts a task that sleeps in a mutex below its caller, one that sleeps by itself where it was, and one that ends', () => {
  const rig = new Rig({ cpus: 2 });
  const points = new SchedulingPoints();
  rig.engine.probe = { charge: () => undefined, skips: () => true, switched: (_cpu, node) => points.add(node) };
  const mutex = new Mutex({
    lockClass: new LockClass('m', 'mutex'),
    spinOnOwner: null,
    atomicNs: 1,
    slowNs: 1,
    wakeNs: 1,
  });
  for (const [cpu, sym] of [S.left, S.right].entries())
    rig.spawn(`task${cpu}`, cpu, function* body(c) {
      const inner = c.enter(sym);
      inner.spend(1 + cpu);
      yield* mutex_lock(inner, mutex);
      c.enter(S.leaf).spend(1000);
      yield sleepFor(1000);
      yield* mutex_unlock(inner, mutex);
      c.enter(S.outer).spend(10);
    });
  rig.engine.run(1_000_000);
  const { tree } = rig.engine;
  const found: string[] = [];
  points.drain((node, count) => found.push(`${count} ${tree.chain(node).map(symbolName).join(' < ')}`));
  expect(found.sort()).toEqual(['1 __mutex_lock_slowpath < mutex_lock < right', '2 leaf', '2 outer']);
});

it('the tracepoint is the leaf of every chain, below the scheduler, and the tree of the run stays as it is', () => {
  const run = new CallTree();
  const inner = run.child(run.child(run.child(ROOT, S.outer), S.left), S.leaf);
  const { size } = run;
  const chains = new SwitchChains(run);
  const leaf = chains.leafBelow(inner);
  expect(chains.tree.chain(leaf).map(symbolName)).toEqual([
    'perf_trace_sched_switch',
    '__schedule',
    'schedule',
    'leaf',
    'left',
    'outer',
  ]);
  expect([run.size, chains.leafBelow(inner)]).toEqual([size, leaf]);
});
