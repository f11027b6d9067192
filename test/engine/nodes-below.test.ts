import { expect, it } from 'vitest';
import { CallTree, ROOT } from '../../src/engine/call-tree.ts';
import { NodesBelow } from '../../src/engine/nodes-below.ts';
import { symbols } from '../../src/engine/symbols.ts';

const S = symbols('caller', 'wanted', 'callee', 'other');

it('counts a function and what it calls, once, and chains that came later too', () => {
  const tree = new CallTree();
  const wantedNodes = new NodesBelow(tree, (sym) => sym === S.wanted);
  const ns = (): number => wantedNodes.sum((node) => tree.ns[node] as number);
  const caller = tree.child(ROOT, S.caller);
  tree.charge(caller, 1);
  expect(ns()).toBe(0);
  const wanted = tree.child(caller, S.wanted);
  tree.charge(wanted, 10);
  expect(ns()).toBe(10);
  tree.charge(tree.child(wanted, S.callee), 100);
  tree.charge(tree.child(tree.child(wanted, S.callee), S.wanted), 1_000);
  tree.charge(tree.child(caller, S.callee), 10_000);
  tree.charge(tree.child(ROOT, S.wanted), 100_000);
  tree.charge(tree.child(ROOT, S.other), 1_000_000);
  expect(ns()).toBe(101_110);
});
