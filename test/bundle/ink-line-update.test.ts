// What is left out of a row's change is not missed on the terminal.

import { createRequire } from 'node:module';
import type * as Xterm from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standIn } from '../../bundle/ink-line-update.ts';
import { holds } from '../property.ts';
import { inkLineUpdate } from './real-packages.ts';

const { Terminal } = createRequire(import.meta.url)('@xterm/headless') as typeof Xterm;

const COLUMNS = 30;
const ESCAPE = '\u001b';

const lineUpdate = standIn(() => inkLineUpdate);

const word = fc.constantFrom('ab', 'abc', ' c ', '─⣿─', '   ', 'x');
const style = fc.constantFrom('', `${ESCAPE}[1m`, `${ESCAPE}[2;31m`, `${ESCAPE}[7m`);
const part = fc.tuple(style, word).map(([on, text]) => (on === '' ? text : `${on}${text}${ESCAPE}[0m`));
const row = fc.array(part, { maxLength: 7 }).map((parts) => parts.join(''));

/** Signs and looks of the first row after the writes. */
async function seen(...writes: readonly string[]): Promise<readonly (readonly (string | number)[])[]> {
  const terminal = new Terminal({ cols: COLUMNS, rows: 1, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(writes.join(''), resolve));
  const line = terminal.buffer.active.getLine(0);
  return Array.from({ length: COLUMNS }, (_, column) => {
    const cell = line?.getCell(column);
    return [
      cell?.getChars() || ' ',
      cell?.getFgColor() ?? 0,
      cell?.isBold() ?? 0,
      cell?.isDim() ?? 0,
      cell?.isInverse() ?? 0,
    ];
  });
}

test('a changed row looks as if it had been written anew', async () => {
  await fc.assert(
    fc.asyncProperty(row, row, async (previous, next) => {
      expect(await seen(previous, lineUpdate(previous, next, COLUMNS))).toEqual(await seen(next));
    }),
    { seed: Number(process.env['FC_SEED'] ?? 20100305), numRuns: 200 },
  );
});

test('styles before the last reset are not repeated', () => {
  const before = `${ESCAPE}[1mone${ESCAPE}[0m ${ESCAPE}[2mtwo${ESCAPE}[0m ${ESCAPE}[7mthree ${ESCAPE}[0m`;
  const change = lineUpdate(`${before}4`, before.replace('three', 'there'), COLUMNS);
  expect(change).toBe(`${ESCAPE}[11G${ESCAPE}[K${ESCAPE}[7mere ${ESCAPE}[0m`);
});

test('a row that begins with no style is left as Ink has it', () => {
  holds(
    fc.property(word, word, (previous, next) => {
      expect(lineUpdate(previous, next, COLUMNS)).toBe(inkLineUpdate(previous, next, COLUMNS));
    }),
  );
});
