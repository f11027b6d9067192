// The project's source files as syntax trees, for tests about their shape.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

const TOP = fileURLToPath(new URL('../../src/', import.meta.url));

/** A node of the syntax tree, as far as these tests look at it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

export interface Source {
  /** Path below src. */
  readonly path: string;
  readonly text: string;
  readonly program: Node;
  /** Paths below src of what it imports, and names of packages. */
  readonly imports: readonly string[];
  /** Those of them that are loaded together with it: neither types nor what is imported lazily. */
  readonly loads: readonly string[];
}

export const sources = (): readonly Source[] =>
  readdirSync(TOP, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(TOP, path), 'utf8')));

export function parseSource(path: string, text: string): Source {
  const { program, module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const named = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  const loaded = module.staticImports
    .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
    .map(({ moduleRequest }) => moduleRequest.value);
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  );
  const dynamic = module.dynamicImports.map(({ moduleRequest }) => {
    return /^['"](.*)['"]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1] ?? '(computed)';
  });
  const resolved = (name: string): string => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name);
  return {
    path,
    text,
    program: program as unknown as Node,
    imports: [...named, ...exported, ...dynamic].map(resolved),
    loads: [...loaded, ...exported].map(resolved),
  };
}

/** Calls `visit` with every node below `root` and the nodes around it, nearest first. */
export function walk(
  root: Node,
  visit: (node: Node, around: readonly Node[]) => void,
  around: readonly Node[] = [],
): void {
  visit(root, around);
  const inner = [root, ...around];
  for (const value of Object.values(root)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, inner);
  }
}

export const isNode = (value: unknown): value is Node =>
  value !== null && typeof value === 'object' && typeof Reflect.get(value, 'type') === 'string';

/** 'path:line' */
export const placeOf = ({ path, text }: Source, { start }: Node): string =>
  `${path}:${text.slice(0, start).split('\n').length}`;
