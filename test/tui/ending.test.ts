import { expect, test } from 'vitest';
import { exitCode, lastWords } from '../../src/tui/ending.ts';

const quit = { kind: 'quit', code: 0 } as const;
const failure = {
  message: 'the page is mapped twice',
  reproduce: 'vmtop run x --for 5ns',
  trace: 'at x',
  violation: true,
};

test('the exit code tells a broken invariant from a failure of the program, however the screen is left', () => {
  expect(exitCode(quit, null)).toBe(0);
  expect(exitCode(quit, failure)).toBe(4);
  expect(exitCode(quit, { ...failure, violation: false })).toBe(1);
  expect(exitCode({ kind: 'quit', code: 130 }, failure)).toBe(130);
  expect(exitCode({ kind: 'signal', signal: 'SIGTERM' }, failure)).toBe(143);
  expect(exitCode({ kind: 'error', error: new Error('no terminal') }, null)).toBe(1);
});

test('a failure is told with the line that shows it again, as vmtop run tells it', () => {
  expect(lastWords(quit, failure, false)).toEqual([
    'vmtop: the page is mapped twice',
    'vmtop: to see it again: vmtop run x --for 5ns',
  ]);
  expect(lastWords(quit, { ...failure, reproduce: '' }, true)).toEqual(['vmtop: the page is mapped twice', 'at x']);
  expect(lastWords(quit, null, true)).toEqual([]);
});
