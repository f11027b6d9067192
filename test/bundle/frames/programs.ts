// Random paths, as source: all that a generator can be made of where frames have to do the same.

import type { Random } from '../../../src/base/random.ts';

/** What every module of random paths begins with. `log` tells what has happened, in order. */
export const PRELUDE = `
import { type Path, type Request, RequestPath, ready } from '${new URL('../../../src/machine/path.ts', import.meta.url).pathname}';
export const log: number[] = [];
/** What outlives the paths. */
export const late: (() => number)[] = [];
let ticks = 0;
export function reset(): void { log.length = 0; late.length = 0; ticks = 0; }
function tick(): void { if (++ticks > 300) throw new Error('too long'); }
class Ask implements Request { readonly id: number; constructor(id: number) { this.id = id; } perform(): boolean { return true; } }
class AskPath extends RequestPath { readonly id: number; constructor(id: number) { super(); this.id = id; } perform(): boolean { return true; } }
class Countdown implements Path<number> {
  private left: number;
  constructor(left: number) { this.left = left; }
  [Symbol.iterator](): Path<number> { return this; }
  next(): IteratorResult<Request, number> { return this.left-- > 0 ? { done: false, value: new Ask(this.left) } : { done: true, value: 7 }; }
}
const now = (x: number): Path<number> => ready(x + 1);
function* once(x: number): Path<number> { yield new Ask(x); return x + 2; }
function* never(x: number): Path<number> { if (x > 1e9) yield new Ask(x); return x + 3; }
function* ask(x: number): Path<number> { yield* new AskPath(x); return x; }
function* count(x: number): Path<number> { return (yield* new Countdown(x % 3)) + (yield* now(x)); }
function* counted(x: number): Generator<Request, number> { yield new Ask(x); return x; }
class Box {
  private x: number;
  constructor(x: number) { this.x = x; }
  *add(y: number, { z = 4 }: { z?: number } = {}): Path<number> { this.x += yield* once(y); return this.x + z; }
  *plus(y = this.x + 1): Path<number> { return yield* once(y); }
  *keep(): Path<number> { late.push(() => this.x); return yield* once(this.x++); }
}
`;

const CALLS = [
  'now(x)',
  'once(x)',
  'never(x)',
  'ask(x)',
  'count(x)',
  'new Box(x).add(2)',
  'new Box(x).keep()',
  'new Box(x).plus()',
  'new Box(x).add(x, { z: 1 })',
];

/** The function number `n`, which may call those before it. */
export function program(random: Random, n: number): string {
  const call = (): string => {
    const nth = random.below(CALLS.length + 1);
    return CALLS[nth] ?? (n === 0 ? 'now(x)' : `p${random.below(n)}(x, depth + 1)`);
  };
  const value = (): string =>
    pick(random, [
      () => `${random.below(9)}`,
      () => 'x',
      () => `x + ${random.below(5)}`,
      () => `(yield* ${call()})`,
      () => `x * 2 - (yield* ${call()})`,
      () => `(x % 2 === 0 ? yield* ${call()} : ${random.below(5)})`,
    ])();
  const test = (): string =>
    pick(random, [
      () => `x % 3 === ${random.below(3)}`,
      () => `(yield* ${call()}) % 2 === 0`,
      () => `x > 3 && (yield* ${call()}) > 4`,
    ])();
  const block = (depth: number, inLoop: boolean): string =>
    `{ ${Array.from({ length: 1 + random.below(3) }, () => statement(depth - 1, inLoop)).join(' ')} }`;
  const simple = (inLoop: boolean): string =>
    pick(random, [
      () => `log.push(${random.below(100)}, ${value()});`,
      () => `yield new Ask(${random.below(100)});`,
      () => `log.push(yield* counted(x)); yield* [new Ask(x), new Ask(${random.below(100)})];`,
      () => 'log.push((yield* new AskPath(x)) === undefined ? 1 : 0);',
      () => '{ let sum; for (let i = 0; i < 3; i++) { sum = (sum ?? x) + i; yield new Ask(sum); } }',
      () => `x = ${value()};`,
      () => `x += ${value()};`,
      () => `{ const { a, b: { c = 5 } } = { a: ${value()}, b: { c: x } }; x = a + c; }`,
      () => `{ const [a, b = 2] = [x, ${value()}]; log.push(a, b); }`,
      () =>
        `{ let [a, b = 3] = new Set([${value()}, 3, x]); [b, [a]] = [a, new Map([[b, a]]).keys()]; log.push(a, b); }`,
      () => `{ const x = ${random.below(9)}; log.push(x); }`,
      () => `log.push(...[1, 2].map((y) => y * 2));`,
      () => `{ const id = ${value()}; log.push({ id() { return 1; } }.id() + id); }`,
      () => (inLoop ? `if (${test()}) ${pick(random, ['break', 'continue'])};` : `if (${test()}) return ${value()};`),
    ])();
  const statement = (depth: number, inLoop: boolean): string => {
    if (depth <= 0) return simple(inLoop);
    const [i, limit] = [`i${depth}`, 1 + random.below(4)];
    return pick(random, [
      () => simple(inLoop),
      () => `if (${test()}) ${block(depth, inLoop)} else ${block(depth, inLoop)}`,
      () => `for (let ${i} = 0; ${i} < ${limit}; ${i}++) { tick(); ${block(depth, true)} }`,
      () => `for (const ${i} of [3, 1, x]) { tick(); x += ${i}; ${block(depth, true)} }`,
      () => `for (const [${i}, y] of [4, 5].entries()) { tick(); log.push(${i}, y); ${block(depth, true)} }`,
      () => `{ let ${i} = 0; while (${i}++ < ${limit} && ${test()}) { tick(); ${block(depth, true)} } }`,
      () =>
        `{ let ${i} = 0; do { tick(); let fresh; log.push(fresh ?? -1); fresh = ${i}; ${block(depth, true)} } while (${i}++ < ${limit}); }`,
      () => `switch (x % 3) { case 0: ${simple(false)} case 1: ${simple(false)} break; default: ${simple(false)} }`,
    ])();
  };
  const shares = random.below(4) === 0 ? 'const first = x; late.push(() => first); ' : '';
  const body = Array.from({ length: 3 }, () => statement(3, false)).join('\n  ');
  return `export function* p${n}(x: number, depth = 0): Path<number> {\n  if (depth > 3) return x;\n  ${shares}\n  ${body}\n  return x % 1000;\n}`;
}

const pick = <T>(random: Random, among: readonly T[]): T => among[random.below(among.length)] as T;
