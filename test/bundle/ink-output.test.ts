// Frames that are joined look as Ink draws them.

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { type OutputClass, standIn } from '../../bundle/ink-output.ts';
import { holds } from '../property.ts';
import { InkOutput } from './real-packages.ts';
import { signsOf } from './signs.ts';

const SIZE = { width: 30, height: 5 };
const BOLD = '\u001b[1m';
const RED = '\u001b[2;31m';
const END = '\u001b[0m';

const words = fc.constantFrom('', 'ab', ' c ', '─⣿─', '   ', '漢', 'e\u0301', '👩‍🚀');
const styles = fc.constantFrom('', BOLD, RED, `${BOLD}${RED}`);
const part = fc
  .tuple(styles, words, fc.constantFrom(END, END, END, '', '\u001b[22m'))
  .map(([style, word, end]) => style + word + end);
const line = fc.array(part, { maxLength: 3 }).map((parts) => parts.join(''));
const text = fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n'));

const write = fc.record({
  kind: fc.constant('write' as const),
  x: fc.integer({ min: 0, max: 20 }),
  y: fc.integer({ min: -1, max: 5 }),
  text,
  /** What the transformer of a canvas would put there; null without one. */
  lines: fc.option(fc.array(line, { maxLength: 3 })),
});
const clip = fc.record({ kind: fc.constant('clip' as const), x1: fc.integer({ min: 0, max: 9 }) });
const operations = fc.array(fc.oneof({ weight: 9, arbitrary: write }, clip), { maxLength: 5 });

type Operation = (typeof operations extends fc.Arbitrary<infer Operations extends readonly unknown[]>
  ? Operations
  : never)[number];

function drawn(Output: OutputClass, asked: readonly Operation[]) {
  const output = new Output(SIZE);
  for (const one of asked) {
    if (one.kind === 'clip') output.clip({ x1: one.x1, x2: one.x1 + 9 });
    else {
      const { x, y, lines } = one;
      output.write(x, y, one.text, { transformers: lines === null ? [] : [(_, row) => lines[row] ?? ''] });
    }
  }
  const { output: text, height } = output.get();
  return { lines: text.split('\n').map(signsOf), height };
}

test('whatever is written', () => {
  const Ours = standIn(() => InkOutput);
  holds(
    fc.property(operations, (asked) => {
      expect(drawn(Ours, asked)).toEqual(drawn(InkOutput, asked));
    }),
    1000,
  );
});

test('a text that leaves a style on does not colour its neighbour', () => {
  const beside = (x: number, line: string): Operation => ({ kind: 'write', x, y: 0, text: ' ', lines: [line] });
  const asked = [beside(0, `${RED}left`), beside(8, 'right')];
  expect(
    drawn(
      standIn(() => InkOutput),
      asked,
    ),
  ).toEqual(drawn(InkOutput, asked));
});

test('panels side by side need nothing of Ink', () => {
  const load = vi.fn(() => InkOutput);
  const output = new (standIn(load))({ width: 20, height: 3 });
  const left = [`${BOLD}─ left${END}`, ' a  ', ''];
  output.write(8, 0, ' \n\n', { transformers: [(_, row) => ['right', `${RED}█${END} b`][row] ?? ''] });
  output.write(0, 0, ' \n\n', { transformers: [(_, row) => left[row] ?? ''] });
  expect(output.get()).toEqual({
    output: `${BOLD}─ left${END}  right\n a      ${RED}█${END} b\n`,
    height: 3,
  });
  expect(load).not.toHaveBeenCalled();
});
