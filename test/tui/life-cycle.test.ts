// Every way out of the screen leaves the terminal as it was found.

import { beforeAll, describe, expect, test } from 'vitest';
import { childOf } from '../e2e/child-of.ts';
import { type Pty, startPty } from '../e2e/pty.ts';
import { buildDemo } from './build-demo.ts';

let demo = '';

beforeAll(async () => {
  demo = await buildDemo();
});

/** Under a shell, which tells the exit code and the terminal's settings afterwards. */
const underShell = (env: Readonly<Record<string, string>> = {}): Pty =>
  startPty(['/bin/sh', '-c', `"${process.execPath}" "${demo}"; echo code=$?; stty -a; sleep 20`], {
    columns: 100,
    rows: 30,
    env,
  });

const started = async (): Promise<Pty> => {
  const pty = underShell();
  await pty.waitFor((text) => text.includes('_raw_spin_lock'));
  expect(pty.onAlternateScreen()).toBe(true);
  expect(pty.wraps()).toBe(false);
  return pty;
};

async function expectRestored(pty: Pty, code: number): Promise<void> {
  await pty.waitFor((text) => text.includes(`code=${code}`) && text.includes('echoke'));
  expect(pty.onAlternateScreen()).toBe(false);
  expect(pty.wraps()).toBe(true);
  expect(pty.cursorShown()).toBe(true);
  expect(pty.text()).toMatch(/[^-]icanon/);
  expect(pty.text()).toMatch(/[^-]echo /);
  pty.kill('SIGKILL');
}

describe('leaving', () => {
  test.each([
    ['q', 'q', 0],
    ['Ctrl-C', '\u0003', 130],
  ])('%s', async (_, key, code) => {
    const pty = await started();
    pty.write(key);
    await expectRestored(pty, code);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('%s', async (signal, code) => {
    const pty = await started();
    process.kill(childOf(pty.pid), signal);
    await expectRestored(pty, code);
  });
});

test('a session that cannot be opened', async () => {
  const pty = underShell({ DEMO_OPENING: 'refused' });
  await expectRestored(pty, 1);
});

test('Ctrl-Z stops the job with the terminal restored, fg brings the screen back', async () => {
  const pty = startPty(['/bin/bash', '--norc', '-i'], { columns: 100, rows: 30, env: { PS1: 'shell> ' } });
  await pty.waitFor((text) => text.includes('shell>'));
  pty.write(`"${process.execPath}" "${demo}"\r`);
  await pty.waitFor((text) => text.includes('_raw_spin_lock'));
  pty.write('\u001a');
  await pty.waitFor((text) => text.includes('Stopped'));
  expect(pty.onAlternateScreen()).toBe(false);
  expect(pty.wraps()).toBe(true);
  pty.write('fg\r');
  await pty.waitFor((text, rows) => text.includes('_raw_spin_lock') && (rows[29] ?? '').includes('q quit'));
  expect(pty.wraps()).toBe(false);
  pty.write(' ');
  await pty.waitFor((text) => text.includes('PAUSED'));
  pty.write('q');
  await pty.waitFor((text) => text.trimEnd().endsWith('shell>'));
  pty.kill('SIGKILL');
});
