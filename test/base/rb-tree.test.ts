import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextNode, previousNode, RbNode, RbTree } from '../../src/base/rb-tree.ts';
import { holds } from '../property.ts';

class Item extends RbNode {
  readonly key: number;
  /** Sum of the keys of the subtree. */
  sum = 0;

  constructor(key: number) {
    super();
    this.key = key;
  }
}

const sumTree = (): RbTree<Item> =>
  new RbTree((node) => {
    const sum = node.key + (node.left?.sum ?? 0) + (node.right?.sum ?? 0);
    const changed = sum !== node.sum;
    node.sum = sum;
    return changed;
  });

const keyOf = ({ key }: Item): number => key;

/** Keys from left to right by both walks; throws where colours, links or sums are wrong. Returns the black height. */
function check(node: Item | null, parent: Item | null): number {
  if (node === null) return 1;
  expect(node.parent).toBe(parent);
  if (node.red) expect([node.left?.red ?? false, node.right?.red ?? false]).toEqual([false, false]);
  const [left, right] = [check(node.left, node), check(node.right, node)];
  expect(left).toBe(right);
  expect(node.sum).toBe(node.key + (node.left?.sum ?? 0) + (node.right?.sum ?? 0));
  return left + (node.red ? 0 : 1);
}

function keys({ first }: RbTree<Item>): readonly number[] {
  const list: number[] = [];
  for (let at = first; at !== null; at = nextNode(at)) {
    expect(list.length === 0 ? null : previousNode(at)?.key).toBe(list.at(-1) ?? null);
    list.push(at.key);
  }
  return list;
}

it('is balanced, in order and augmented after every insertion and removal', () => {
  holds(
    fc.property(fc.array(fc.nat(40), { maxLength: 120 }), (numbers) => {
      const tree = sumTree();
      const there = new Map<number, Item>();
      for (const key of numbers) {
        const old = there.get(key);
        if (old === undefined) {
          const item = new Item(key);
          there.set(key, item);
          tree.insertBy(item, keyOf);
        } else {
          tree.remove(old);
          there.delete(key);
        }
        expect(tree.root?.red ?? false).toBe(false);
        check(tree.root, null);
        expect(keys(tree)).toEqual([...there.keys()].sort((a, b) => a - b));
      }
    }),
  );
});

it('puts a node behind those with the same key', () => {
  const tree = new RbTree<Item>();
  const items = [2, 1, 2, 1, 2].map((key) => new Item(key));
  for (const item of items) tree.insertBy(item, keyOf);
  const found: number[] = [];
  for (let at = tree.first; at !== null; at = nextNode(at)) found.push(items.indexOf(at));
  expect(found).toEqual([1, 3, 0, 2, 4]);
});
