// A path does the same as a generator and as a frame.

import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import type { Frame } from '../../../bundle/frames/frame.ts';
import { frames, withFrames } from '../../../bundle/frames/plugin.ts';
import { Random } from '../../../src/base/random.ts';
import type { Path, Request } from '../../../src/machine/path.ts';
import { PRELUDE, program } from './programs.ts';

const SEED = 1;
const PROGRAMS = 60;

interface Module {
  readonly log: number[];
  readonly late: (() => number)[];
  reset(): void;
  readonly [name: string]: unknown;
}

type Start = (x: number) => Path<number>;

async function load(source: string, plugins: (typeof frames)[]): Promise<Module> {
  const contents = plugins.length === 0 ? source : (withFrames(source, 'programs.ts') ?? '');
  const options = { bundle: true, format: 'esm', write: false, platform: 'node' } as const;
  const { outputFiles } = await build({
    ...options,
    plugins,
    stdin: { contents, loader: 'ts', resolveDir: import.meta.dirname },
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  return (await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)) as Module;
}

const random = new Random(SEED, 'programs');
const SOURCE = [PRELUDE, ...Array.from({ length: PROGRAMS }, (_, n) => program(random, n))].join('\n');

/** Runs some at once, each by a step in turn: what they ask for, what they do, and what they return or how they fail. */
function story(module: Module, paths: readonly Path<number>[]): unknown[] {
  const asked: unknown[] = [];
  const left = new Set(paths.entries());
  while (left.size > 0) {
    for (const running of left) {
      const [which, path] = running;
      const step = stepOf(path);
      asked.push([which, step.done === true ? step.value : (step.value as AskedFor).id, module.log.length]);
      if (step.done === true) left.delete(running);
    }
  }
  return [...asked, [...module.log], module.late.map((told) => told())];
}

type AskedFor = Request & { readonly id: number };

function stepOf(path: Path<number>): IteratorResult<Request, unknown> {
  try {
    return path.next();
  } catch (error) {
    return { done: true, value: String(error) };
  }
}

const [asGenerators, asFrames] = await Promise.all([load(SOURCE, []), load(SOURCE, [frames])]);

describe(`${PROGRAMS} random paths, seed ${SEED}`, () => {
  test.each(Array.from({ length: PROGRAMS }, (_, n) => n))('path %i, alone and three at once', (n) => {
    const [generator, frame] = [asGenerators, asFrames].map((module) =>
      [[n], [n, n + 1, n + 2]].map((starts) => {
        module.reset();
        return story(
          module,
          starts.map((x) => (module[`p${n}`] as Start)(x)),
        );
      }),
    );
    expect(frame).toEqual(generator);
  });
});

test('the random paths wait, fail and return', () => {
  const ends = Array.from({ length: PROGRAMS }, (_, n) => {
    asGenerators.reset();
    return story(asGenerators, [(asGenerators[`p${n}`] as Start)(n)]).length;
  });
  expect(ends.filter((steps) => steps > 5).length).toBeGreaterThan(PROGRAMS / 2);
});

test.each([
  'if (i > x) break; log.push(i);',
  'if (i === x) continue; log.push(i);',
  'if (i > x) return i;',
  'if (i > x) throw new Error(String(i));',
])('a loop in which nothing waits is left: %s', async (body) => {
  const path = `export function* f(x: number): Path<number> { yield new Ask(x); for (const i of [1, 2, 3]) { ${body} } return 0; }`;
  const modules = await Promise.all([[], [frames]].map((plugins) => load(PRELUDE + path, plugins)));
  const [generator, frame] = modules.map((module) => story(module, [(module['f'] as Start)(2)]));
  expect(frame).toEqual(generator);
});

test('a frame that is through keeps nothing, and is the next one', () => {
  asFrames.reset();
  const once = asFrames['p0'] as Start;
  const frame = once(5);
  while (stepOf(frame).done !== true);
  const { at, caller, ...kept } = frame as object as Frame;
  expect(Object.keys(kept).some((name) => name.startsWith('_'))).toBe(true);
  expect(Object.values(kept).filter((value) => (value ?? undefined) !== undefined)).toEqual([]);
  expect(once(6)).toBe(frame);
});

test.each([
  ['when it is through', 'const p = once(x); yield* p; yield* p;'],
  ['though its frame keeps variables', 'const p = new Box(x).keep(); yield* p; yield* p;'],
  ['when it has begun', 'const p = once(x); p.next(); yield* p;'],
  ['by nobody', 'const p = once(x); while (p.next().done !== true); p.next();'],
])('no path is run a second time: %s', async (_, body) => {
  const module = await load(`${PRELUDE} export function* f(x: number): Path<number> { ${body} return x; }`, [frames]);
  const path = (module['f'] as Start)(1);
  expect(() => {
    while (path.next().done !== true);
  }).toThrow(/(once|keep)\$\d+\$Frame: a path is run that has been run before; make a new one$/);
});

describe('what frames would do differently does not build', () => {
  const path = (body: string, params = ''): string => `function* f(${params}): Path<number> { ${body} }`;
  test.each([
    ['around', `function g(y) { ${path('yield y;')} }`, 'y belongs to a function around it; hand it over'],
    [
      'loop',
      path('for (let i = 0; i < 3; i++) { yield () => i; }'),
      'a function in it keeps i of a loop; make it elsewhere',
    ],
    [
      'no arrow',
      path('const a = 1; yield function () { return a; };'),
      'a is used in a function in it that is no arrow; make it one',
    ],
    ['this', path('yield { a() { return this; } };'), 'a function in it that is no arrow uses this; make it one'],
    ['try', path('try { yield 1; } finally { }'), 'it uses try; paths fail by what they return'],
    ['declaration', path('function g() {} yield g;'), 'there is a function declaration in it; move it out'],
    [
      'loop in an arrow',
      path('const a = 1; yield () => { for (const i of [a]) keep(() => i + a); };'),
      'a function in it keeps i of a loop; make it elsewhere',
    ],
    [
      'default',
      path('a = 2; yield g;', 'a, g = () => a'),
      'there is a function in the default of a parameter; move it out',
    ],
    [
      'generator',
      path('yield { *[Symbol.iterator]() { yield 1; } };'),
      'there is a generator or an async function in it; move it out',
    ],
    ['class', path('const a = 1; class A { a = a; } yield new A();'), 'there is a class in it; move it out'],
    ['arguments', path('yield arguments;'), 'it uses arguments; name its parameters'],
    ['name', path('const $self = 1; yield $self;'), "$self may be a name of the frames'; choose one without $"],
    [
      'name of an expression',
      `const g = ${path('yield f;')};`,
      'it is a function expression with a name; make it a declaration',
    ],
    ['#', `class A { #a = 1; *f(): Path { yield this.#a; } }`, '#a is known in its class only; make it private a'],
    ['for-in', path('for (const a in b) yield a;'), 'it uses for-in; go through Object.keys'],
    ['label', path('a: for (const b of c) yield b;'), 'it uses a label; write the loop without one'],
    ...[
      'a ||= yield* b',
      'a ?? (yield* b)',
      '(yield* a)?.b',
      `\`\${yield* a}\``,
      'a(...b, yield* c)',
      '{ ...a, b: yield* c }',
    ].map((whole) => [whole, path(`return (${whole});`), `it waits in the middle of '${whole}'; wait before it`]),
    ['super', `class B extends A { *f(): Path<number> { yield super.f(); } }`, 'it uses super; call another method'],
  ])('%s', (_, source, why) => {
    expect(() => withFrames(source, 'some.ts')).toThrow(`some.ts: f cannot become a frame: ${why}`);
  });

  test.each(['{ a, ...rest }', '[, a, ...rest]'])('what Babel would need more for: %s', (pattern) => {
    expect(() => withFrames(path(`const ${pattern} = [1, 2, 3]; yield 1; return rest;`), 'some.ts')).toThrow(
      /^some\.ts: a path needs [\w, ]+ of Babel's; write it in simpler terms$/,
    );
  });

  test('a path is found whatever it takes', () => {
    expect(withFrames(path('yield a;', '{ a }: { a: number }'), 'some.ts')).toContain('class f$0$Frame');
  });

  test('what is no path stays as it is', () => {
    expect(withFrames('function* all(): Generator<number> { yield 1; }', 'some.ts')).toBe(null);
  });
});
