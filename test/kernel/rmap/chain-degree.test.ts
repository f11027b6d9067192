// `chain-degree`: which anon_vma fork gives a child.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnonVma } from '../../../src/kernel/mm/anon-vma.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import type { TaskStruct } from '../../../src/kernel/mm/task-struct.ts';
import { RMAP_VARIANTS } from '../../../src/kernel/rmap/index.ts';
import { holds } from '../../property.ts';
import { expectNothingLeft } from '../mm/at-rest.ts';
import { chainOf, heapOf, ProcessTree } from './process-tree.ts';

const ownOf = (task: TaskStruct): AnonVma => heapOf(task).anon_vma as AnonVma;

function forked(tree: ProcessTree, parent: TaskStruct): TaskStruct {
  const child = tree.fork(parent);
  if (child === null) throw new Error('fork failed');
  return child;
}

/** Whether a VMA of any process uses the anon_vma, by going through all of them. */
function isUsed(k: Kernel, anon_vma: AnonVma): boolean {
  for (const mm of k.mms.values()) for (const vma of mm.vmas()) if (vma.anon_vma === anon_vma) return true;
  return false;
}

const childrenOf = (k: Kernel, anon_vma: AnonVma): number =>
  [...k.anonVmas.all()].filter(({ parent }) => parent === anon_vma).length;

/** What the rule says of a child of this process, from the structures alone: an anon_vma to reuse, or null for a new one. */
function toReuse(k: Kernel, parent: TaskStruct): AnonVma | null {
  const oldestFirst = [...chainOf(heapOf(parent))].reverse().slice(1);
  return oldestFirst.find((one) => !isUsed(k, one) && childrenOf(k, one) < 2) ?? null;
}

/** Forks, and compares with the rule; returns how many anon_vmas were reused. */
function forkByTheRule(tree: ProcessTree, parent: TaskStruct): number {
  const { k } = tree;
  const expected = toReuse(k, parent);
  const before = k.anonVmas.live;
  const child = forked(tree, parent);
  expect(k.anonVmas.live - before).toBe(expected === null ? 1 : 0);
  if (expected === null) expect(ownOf(child).parent).toBe(ownOf(parent));
  else expect(ownOf(child)).toBe(expected);
  return expected === null ? 0 : 1;
}

/** A flip, mostly back to where the rule counts, an exit or a fork; returns how many anon_vmas a fork reused. */
function takeStep(tree: ProcessTree, kind: number, who: number): number {
  const task = [...tree.alive][who % tree.alive.size] as TaskStruct;
  const running = tree.k.rmap.variant.id;
  if (kind === 0) {
    const others = Object.keys(RMAP_VARIANTS).filter((id) => id !== running);
    tree.flip(others[who % others.length] as string);
  } else if (kind < 4 && running !== 'chain-degree') tree.flip('chain-degree');
  else if (kind < 10 && tree.alive.size > 1) tree.exit(task);
  else if (running === 'chain-degree') return forkByTheRule(tree, task);
  else tree.fork(task);
  return 0;
}

describe('the rule', () => {
  it('makes a new anon_vma while all ancestors live', () => {
    const tree = new ProcessTree('chain-degree');
    const child = forked(tree, tree.first);
    const grandchild = forked(tree, child);
    expect(chainOf(heapOf(grandchild))).toEqual([ownOf(grandchild), ownOf(child), ownOf(tree.first)]);
  });

  it('never gives the root away, though nobody uses it', () => {
    const tree = new ProcessTree('chain-degree');
    const child = forked(tree, tree.first);
    const root = ownOf(tree.first);
    tree.exit(tree.first);
    const grandchild = forked(tree, child);
    expect([root.users, root.children, chainOf(heapOf(grandchild)).length]).toEqual([0, 1, 3]);
    expect(ownOf(grandchild).parent).toBe(ownOf(child));
  });

  it('gives a child the anon_vma of a dead ancestor in the middle, with a chain as long as its parent\u2019s', () => {
    const tree = new ProcessTree('chain-degree');
    const child = forked(tree, tree.first);
    const grandchild = forked(tree, child);
    const unused = ownOf(child);
    tree.exit(child);
    const heir = forked(tree, grandchild);
    expect(ownOf(heir)).toBe(unused);
    expect(chainOf(heapOf(heir))).toEqual(chainOf(heapOf(grandchild)));
    // Taken now: the next child gets one of its own.
    expect(ownOf(forked(tree, grandchild))).not.toBe(unused);
  });

  it('leaves one with two children alone', () => {
    const tree = new ProcessTree('chain-degree');
    const child = forked(tree, tree.first);
    const [left] = [forked(tree, child), forked(tree, child)];
    const shared = ownOf(child);
    tree.exit(child);
    expect([shared.users, shared.children]).toEqual([0, 2]);
    expect(ownOf(forked(tree, left as TaskStruct))).not.toBe(shared);
  });

  it('takes the oldest of several', () => {
    const tree = new ProcessTree('chain-degree');
    const line = [tree.first];
    for (let i = 0; i < 4; i++) line.push(forked(tree, line.at(-1) as TaskStruct));
    const [, second, third] = line.map(ownOf);
    for (const ancestor of line.slice(0, 4)) tree.exit(ancestor);
    const heir = forked(tree, line[4] as TaskStruct);
    expect(ownOf(heir)).toBe(second);
    expect(ownOf(forked(tree, heir))).toBe(third);
  });

  it('holds for any history of forks and exits, and of flips between all variants', { timeout: 60_000 }, () => {
    let reused = 0;
    const step = fc.record({ kind: fc.nat(19), who: fc.nat(1000) });
    holds(
      fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), (steps) => {
        const tree = new ProcessTree('chain-degree');
        for (const { kind, who } of steps) reused += takeStep(tree, kind, who);
        for (const task of [...tree.alive]) tree.exit(task);
        expectNothingLeft(tree.k);
      }),
      20,
    );
    expect(reused).toBeGreaterThan(30);
  });

  it('a fork that reuses and runs out of memory changes nothing, whichever allocation fails', () => {
    const tree = new ProcessTree('chain-degree');
    const { k } = tree;
    const child = forked(tree, tree.first);
    const grandchild = forked(tree, child);
    tree.exit(child);
    const heap = heapOf(grandchild);
    const state = (): string =>
      JSON.stringify([
        Object.values(k.slabs).map(({ objects, held }) => [objects, held]),
        chainOf(heap).map(({ id, users, children, length }) => [id, users, children, length]),
      ]);
    const before = state();
    let failures = 0;
    for (let made: TaskStruct | null = null; made === null; failures++) {
      expect(state()).toBe(before);
      k.faults.after = failures;
      k.faults.count = 1;
      made = tree.fork(grandchild);
      k.faults.after = -1;
    }
    // task, mm, VMA, and three links; neither an anon_vma nor a link to it.
    expect(failures - 1).toBe(6);
  });
});

describe('a daemon that forks for ever, three of it alive at a time', () => {
  /** The line's chains after so many generations. */
  function line(rmap: string, generations: number): { links: number; anonVmas: number; tree: ProcessTree } {
    const tree = new ProcessTree(rmap);
    const alive = [tree.first];
    for (let i = 0; i < generations; i++) {
      alive.push(forked(tree, alive.at(-1) as TaskStruct));
      if (alive.length > 3) tree.exit(alive.shift() as TaskStruct);
    }
    return { links: chainOf(heapOf(alive.at(-1) as TaskStruct)).length, anonVmas: tree.k.anonVmas.live, tree };
  }

  it.each([10, 60])('has a link and an anon_vma per generation with `chain`, after %i', (generations) => {
    expect(line('chain', generations)).toMatchObject({ links: generations + 1, anonVmas: generations + 1 });
  });

  it.each([10, 60, 300])(
    'has a handful with `chain-degree`, at most two anon_vmas per VMA, after %i',
    (generations) => {
      expect(line('chain-degree', generations)).toMatchObject({ links: 5, anonVmas: 5 });
    },
  );

  it.each(['shared', 'shared-brk'])('has one with `%s`', (rmap) => {
    expect(line(rmap, 60)).toMatchObject({ links: 1, anonVmas: 1 });
  });

  it('grows no more after a flip to `chain-degree`, and shrinks only by way of `shared`', () => {
    const { tree } = line('chain', 20);
    const grow = (by: number): number => {
      for (let i = 0; i < by; i++) {
        const [oldest] = tree.alive;
        const youngest = [...tree.alive].at(-1) as TaskStruct;
        forked(tree, youngest);
        tree.exit(oldest as TaskStruct);
      }
      return chainOf(heapOf([...tree.alive].at(-1) as TaskStruct)).length;
    };
    const found = [];
    for (const to of ['chain-degree', 'chain', 'shared', 'chain-degree']) {
      tree.flip(to);
      found.push(grow(20));
    }
    expect(found).toEqual([21, 41, 1, 5]);
  });
});
