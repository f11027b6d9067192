// The picker in a real terminal.

import { expect, test } from 'vitest';
import { BIN } from '../cli/vmtop.ts';
import { startPty } from './pty.ts';

test('Ctrl-Z stops the job with the terminal restored, fg brings the list back', async () => {
  const pty = startPty(['/bin/bash', '--norc', '-i'], { columns: 100, rows: 30, env: { PS1: 'ready> ' } });
  await pty.waitFor((text) => text.includes('ready>'));
  pty.write(`"${process.execPath}" "${BIN}"\r`);
  await pty.waitFor((text) => text.includes('Choose a scenario'));
  pty.write('j');
  const isSecond = (text: string): boolean => /^> aim7-crossover/m.test(text);
  await pty.waitFor(isSecond);
  pty.write('\u001a');
  await pty.waitFor((text) => text.includes('Stopped'));
  expect(pty.cursorShown()).toBe(true);
  pty.write('clear; stty -a\r');
  expect(await pty.waitFor((text) => text.includes('echoke'))).toMatch(/[^-]icanon/);
  pty.write('clear; fg\r');
  await pty.waitFor(isSecond);
  pty.write('q');
  await pty.waitFor((text) => text.trimEnd().endsWith('ready>'));
  pty.kill('SIGKILL');
});

test('signs are those that the terminal has, as on the live screen', async () => {
  const cutTitle = async (env: Readonly<Record<string, string>>, ...options: readonly string[]): Promise<string> => {
    const pty = startPty([process.execPath, BIN, ...options], { columns: 60, rows: 30, env });
    const text = await pty.waitFor((seen) => seen.includes('q leaves'));
    pty.write('q');
    await pty.exited;
    expect(text.split('\n').every((row) => row.length <= 60)).toBe(true);
    return /aim7-small .*/.exec(text)?.[0] ?? '';
  };
  const whole = 'aim7-small         AIM7 in small, 1 GB and a few hundred';
  expect(await cutTitle({})).toBe(`${whole} …`);
  expect(await cutTitle({ LC_ALL: 'C' })).toBe(`${whole} ~`);
  expect(await cutTitle({ LC_ALL: 'C' }, '--no-ascii')).toBe(`${whole} …`);
});
