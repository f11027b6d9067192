import { expect, it } from 'vitest';
import { drawsAscii } from '../../src/cli/ascii.ts';

it('follows the first locale that is set', () => {
  const drawn = (environment: Readonly<Record<string, string>>): boolean => drawsAscii(undefined, environment);
  expect(drawn({ LANG: 'C' })).toBe(true);
  expect(drawn({ LANG: 'de_DE@euro' })).toBe(true);
  expect(drawn({ LANG: 'en_US.UTF-8' })).toBe(false);
  expect(drawn({ LANG: 'C.utf8' })).toBe(false);
  expect(drawn({ LC_ALL: 'C', LC_CTYPE: 'C.UTF-8', LANG: 'C.UTF-8' })).toBe(true);
  expect(drawn({ LC_ALL: '', LC_CTYPE: 'C.UTF-8', LANG: 'C' })).toBe(false);
  expect(drawn({ LC_CTYPE: 'POSIX', LANG: 'C.UTF-8' })).toBe(true);
  expect(drawn({ LC_ALL: '', LANG: '' })).toBe(false);
  expect(drawn({})).toBe(false);
});

it('obeys --ascii and --no-ascii above all', () => {
  expect(drawsAscii(true, { LANG: 'C.UTF-8' })).toBe(true);
  expect(drawsAscii(false, { LC_ALL: 'C' })).toBe(false);
});
