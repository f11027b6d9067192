import { expect, it } from 'vitest';
import { CallTree, ROOT } from '../../src/engine/call-tree.ts';

it('gives one node to one call chain, through every growth of its tables', () => {
  const tree = new CallTree();
  const chains = new Map<number, number[]>();
  for (let a = 0; a < 40; a++)
    for (let b = 0; b < 40; b++)
      for (let c = 0; c < 3; c++) chains.set(tree.child(tree.child(tree.child(ROOT, a), b), c), [c, b, a]);
  expect(chains.size).toBe(40 * 40 * 3);
  for (const [node, chain] of chains) {
    expect(tree.chain(node)).toEqual(chain);
    expect(tree.child(tree.parent(node), tree.sym(node))).toBe(node);
  }
  expect(tree.size).toBe(1 + 40 + 40 * 40 + 40 * 40 * 3);
});

it('adds up charges by node', () => {
  const tree = new CallTree();
  const node = tree.child(ROOT, 1);
  tree.charge(node, 5);
  tree.charge(node, 7);
  tree.charge(tree.child(ROOT, 2), 1);
  expect(tree.ns[node]).toBe(12);
});
