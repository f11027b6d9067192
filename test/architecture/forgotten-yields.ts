// Finds what a simulated kernel function silently does not do: a path that is called but never run (no yield*), a request
// that is made but never performed (no yield).

import { isNode, type Node, placeOf, type Source, walk } from './sources.ts';

/** Names of functions and methods whose declared result is a path or a request. */
export interface Waiting {
  readonly paths: ReadonlySet<string>;
  readonly requests: ReadonlySet<string>;
  /** Paths under a name that something else has, too: only `k.thing.name()` whose result nobody takes is surely wrong. */
  readonly ambiguous: ReadonlySet<string>;
}

export function waitingNames(all: readonly Source[]): Waiting {
  const kinds = new Map<string, Set<string>>();
  for (const { program } of all) {
    walk(program, (node, [parent]) => {
      const result = resultType(node);
      const name = declaredName(node, parent);
      if (result === null || name === '') return;
      kinds.set(name, (kinds.get(name) ?? new Set()).add(result));
    });
  }
  const names = (wanted: (results: ReadonlySet<string>) => boolean): ReadonlySet<string> =>
    new Set([...kinds].filter(([, results]) => wanted(results)).map(([name]) => name));
  return {
    // A path that is ready is through: nobody has to run it.
    paths: new Set(
      [...names((results) => results.size === 1 && results.has('Path'))].filter((name) => name !== 'ready'),
    ),
    requests: names((results) => results.size === 1 && results.has('Request')),
    ambiguous: names((results) => results.size > 1 && results.has('Path')),
  };
}

const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'TSMethodSignature',
  'TSFunctionType',
  'TSEmptyBodyFunctionExpression',
]);

/** 'Path', 'Request' or 'other'; null for what is no function. */
function resultType(node: Node): string | null {
  if (!FUNCTIONS.has(node.type)) return null;
  const annotation = node['returnType'];
  const type = isNode(annotation) ? annotation['typeAnnotation'] : null;
  const typeName = isNode(type) ? type['typeName'] : null;
  const name = isNode(typeName) ? String(typeName['name']) : '';
  if (name === 'Path') return 'Path';
  return name.endsWith('Request') ? 'Request' : 'other';
}

function declaredName(node: Node, parent: Node | undefined): string {
  const holder = isNode(node['id']) || isNode(node['key']) ? node : parent;
  const name = holder?.['id'] ?? holder?.['key'];
  return isNode(name) ? String(name['name'] ?? '') : '';
}

export function forgottenYields(source: Source, { paths, requests, ambiguous }: Waiting): readonly string[] {
  const found: string[] = [];
  walk(source.program, (node, around) => {
    const note = (what: string): void => void found.push(`${placeOf(source, node)} ${what}`);
    const called = calledName(node);
    const user = around.find(({ type }) => !TRANSPARENT.has(type));
    const dropped = user?.type === 'ExpressionStatement';
    if (paths.has(called) ? !isHandedOn(node, user, around) : dropped && ambiguous.has(called) && isOfPart(node)) {
      note(`calls ${called}() without yield*`);
    }
    if (requests.has(called) && dropped) note(`makes a request with ${called}() without yield`);
    if (node.type === 'ExpressionStatement' && isBare(node['expression']))
      note('names something and does nothing with it');
  });
  return found;
}

/** What passes its value on unchanged. */
const TRANSPARENT = new Set([
  'ParenthesizedExpression',
  'ConditionalExpression',
  'LogicalExpression',
  'TSAsExpression',
]);

/** Under yield*, returned, or given to somebody who runs it. */
function isHandedOn(node: Node, user: Node | undefined, around: readonly Node[]): boolean {
  if (user === undefined) return false;
  if (user.type === 'YieldExpression') return user['delegate'] === true;
  if (user.type === 'ReturnStatement') return true;
  if (user.type === 'ArrowFunctionExpression') return user['body'] === node || around.includes(user['body'] as Node);
  if (user.type === 'VariableDeclarator') return isRunLater(user, around);
  return user.type === 'CallExpression' || user.type === 'NewExpression';
}

const BODIES = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'Program']);

/** The path is kept under a name that the same function hands on; to ask whether it is ready does not count. */
function isRunLater({ id }: Node, around: readonly Node[]): boolean {
  const name = isNode(id) ? id['name'] : undefined;
  const body = around.find(({ type }) => BODIES.has(type));
  let isRun = false;
  if (body === undefined) return false;
  walk(body, (node, above) => {
    if (node.type !== 'Identifier' || node['name'] !== name) return;
    const user = above.find(({ type }) => !TRANSPARENT.has(type));
    if (user === undefined || user.type === 'VariableDeclarator' || calledName(user) === 'isReady') return;
    if (isHandedOn(node, user, above)) isRun = true;
  });
  return isRun;
}

function calledName(node: Node): string {
  if (node.type !== 'CallExpression' || !isNode(node['callee'])) return '';
  const { callee } = node as Node & { callee: Node };
  const name = callee.type === 'MemberExpression' ? callee['property'] : callee;
  return isNode(name) ? String(name['name'] ?? '') : '';
}

/** `k.rmap.enter()`: a method of a part of something, not of a local thing. */
function isOfPart({ callee }: Node): boolean {
  const owner = isNode(callee) ? callee['object'] : null;
  return isNode(owner) && owner.type === 'MemberExpression';
}

const isBare = (expression: unknown): boolean =>
  isNode(expression) && (expression.type === 'MemberExpression' || expression.type === 'Identifier');
