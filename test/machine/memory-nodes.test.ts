import { expect, it } from 'vitest';
import { MemoryNodes } from '../../src/machine/memory-nodes.ts';

const COSTS = { localNs: 2000, remoteNs: 3000, controllerNs: 500 };

it('a core alone is limited by itself, its own node or another', () => {
  const memory = new MemoryNodes(2, COSTS);
  expect(memory.begin(0, 0)).toBe(2000);
  memory.end(0);
  expect(memory.begin(1, 0)).toBe(3000);
});

it('many share the controller of the node, and each node has its own', () => {
  const memory = new MemoryNodes(2, COSTS);
  expect(Array.from({ length: 8 }, () => memory.begin(0, 0))).toEqual([2000, 2000, 2000, 2000, 2500, 3000, 3500, 4000]);
  expect(memory.begin(0, 1)).toBe(3000);
  for (let i = 0; i < 7; i++) memory.end(0);
  expect(memory.begin(0, 0)).toBe(2000);
});
