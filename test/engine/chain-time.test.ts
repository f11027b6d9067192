import { expect, it } from 'vitest';
import { CallTree, ROOT } from '../../src/engine/call-tree.ts';
import { ChainTime } from '../../src/engine/chain-time.ts';
import { symbols } from '../../src/engine/symbols.ts';

const S = symbols('caller', 'wanted', 'callee', 'other');

it('counts a function and what it calls, once, and chains that came later too', () => {
  const tree = new CallTree();
  const time = new ChainTime(tree, [S.wanted]);
  const caller = tree.child(ROOT, S.caller);
  tree.charge(caller, 1);
  expect(time.ns()).toBe(0);
  const wanted = tree.child(caller, S.wanted);
  tree.charge(wanted, 10);
  expect(time.ns()).toBe(10);
  tree.charge(tree.child(wanted, S.callee), 100);
  tree.charge(tree.child(tree.child(wanted, S.callee), S.wanted), 1_000);
  tree.charge(tree.child(caller, S.callee), 10_000);
  tree.charge(tree.child(ROOT, S.wanted), 100_000);
  tree.charge(tree.child(ROOT, S.other), 1_000_000);
  expect(time.ns()).toBe(101_110);
});
