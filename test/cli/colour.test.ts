import { expect, it } from 'vitest';
import { colourLevel } from '../../src/cli/colour.ts';

type Environment = Readonly<Record<string, string>>;

const auto = (environment: Environment, isTerminal = true): string =>
  colourLevel({ when: 'auto', isTerminal, environment });

it('follows the terminal', () => {
  expect(auto({ TERM: 'xterm' })).toBe('16');
  expect(auto({ TERM: 'tmux-256color' })).toBe('256');
  expect(auto({ TERM: 'xterm-256color', COLORTERM: 'truecolor' })).toBe('truecolor');
  expect(auto({ TERM: 'dumb', COLORTERM: 'truecolor' })).toBe('none');
  expect(auto({ TERM: 'xterm-256color' }, false)).toBe('none');
});

it('obeys NO_COLOR when it is not empty, and FORCE_COLOR', () => {
  expect(auto({ TERM: 'xterm', NO_COLOR: '1' })).toBe('none');
  expect(auto({ TERM: 'xterm', NO_COLOR: '' })).toBe('16');
  expect(auto({ TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '3' })).toBe('none');
  expect(auto({ FORCE_COLOR: '3' }, false)).toBe('truecolor');
  expect(auto({ FORCE_COLOR: '1' }, false)).toBe('16');
  expect(auto({ TERM: 'xterm', FORCE_COLOR: '0' })).toBe('none');
});

it('obeys --color above all', () => {
  const environment = { TERM: 'xterm-256color', NO_COLOR: '1' };
  expect(colourLevel({ when: 'always', isTerminal: false, environment })).toBe('256');
  expect(colourLevel({ when: 'never', isTerminal: true, environment: { TERM: 'xterm' } })).toBe('none');
});
