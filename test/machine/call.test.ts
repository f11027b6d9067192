import { expect, it } from 'vitest';
import { ROOT } from '../../src/engine/call-tree.ts';
import { symbolName, symbols } from '../../src/engine/symbols.ts';
import { Call } from '../../src/machine/call.ts';
import { READY } from '../../src/machine/path.ts';
import { Task } from '../../src/machine/task.ts';
import { Rig } from './rig.ts';

const S = symbols('sys_brk', 'sys_munmap', 'do_munmap', 'unmap_region');

it('is entered from its caller as that is now, whatever was called before', () => {
  const { engine, scheduler } = new Rig({ cpus: 1 });
  const cpu = scheduler.cpus[0];
  if (cpu === undefined) throw new Error('expected a CPU');
  const root = new Call(new Task(engine, 1, 'task', cpu, () => READY), ROOT);
  const chains: string[][] = [];
  for (const call of [S.sys_brk, S.sys_munmap, S.sys_munmap, S.sys_brk]) {
    const inner = root.enter(call).enter(S.do_munmap).enter(S.unmap_region);
    chains.push(engine.tree.chain(inner.node).map(symbolName));
  }
  const below = (call: string): string[] => ['unmap_region', 'do_munmap', call];
  expect(chains).toEqual(['sys_brk', 'sys_munmap', 'sys_munmap', 'sys_brk'].map(below));
});
