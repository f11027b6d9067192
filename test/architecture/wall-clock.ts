// Finds what would make a run depend on anything but scenario, seed and commands.

import { isNode, type Node, placeOf, type Source, walk } from './sources.ts';

const GLOBALS = new Set([
  'Date',
  'performance',
  'process',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'Promise',
  'WeakRef',
  'FinalizationRegistry',
  'crypto',
]);

export function wallClockUses(source: Source): readonly string[] {
  const found: string[] = [];
  const note = (node: Node, what: string): void => void found.push(`${placeOf(source, node)} uses ${what}`);
  walk(source.program, (node, [parent]) => {
    if (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node['await'] === true))
      note(node, 'await');
    if (node['async'] === true) note(node, 'async');
    if (node.type === 'Identifier' && GLOBALS.has(String(node['name'])) && !isNameOfField(node, parent))
      note(node, String(node['name']));
    if (isMathRandom(node)) note(node, 'Math.random');
  });
  return found;
}

/** `x.process`, `{ process: 1 }`: a field that only happens to have the name. */
function isNameOfField(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined) return false;
  if (parent.type === 'MemberExpression') return parent['property'] === node && parent['computed'] !== true;
  return parent['key'] === node && parent['computed'] !== true && parent['shorthand'] !== true;
}

const isMathRandom = (node: Node): boolean =>
  node.type === 'MemberExpression' && nameOf(node['object']) === 'Math' && nameOf(node['property']) === 'random';

const nameOf = (value: unknown): string => (isNode(value) ? String(value['name'] ?? '') : '');
