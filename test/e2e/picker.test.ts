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
