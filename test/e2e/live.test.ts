// The real program with the real simulation in a real terminal. Needs the built program (npm run build).

import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { childOf } from './child-of.ts';
import { type Pty, startPty } from './pty.ts';

const vmtop = fileURLToPath(new URL('../../bin/vmtop.js', import.meta.url));

/** The first frames come while the load is still being filled in. */
const PATIENCE_MS = 60_000;

const start = async (columns: number, rows: number, env: Readonly<Record<string, string>> = {}): Promise<Pty> => {
  const pty = startPty([process.execPath, vmtop, '--scenario', 'aim7'], { columns, rows, env });
  await pty.waitFor((text) => text.includes('OLD shared') && text.includes('[k]'), PATIENCE_MS);
  return pty;
};

describe('vmtop --scenario aim7', () => {
  test('start, flip, marker, filter, resize, quit, terminal restored', async () => {
    const pty = await start(120, 40);
    expect(pty.rows()[0]).toMatch(/^vmtop aim7 · /);
    pty.write('1');
    await pty.waitFor((text) => text.includes('● NEW chain → shared') && text.includes('▼'), PATIENCE_MS);
    pty.write('/fork\r');
    await pty.waitFor((text) => text.includes(' /fork ') && !text.includes('copy_process'));
    pty.resize(80, 24);
    await pty.waitFor((text, rows) => text.includes('● NEW chain') && (rows[23] ?? '').endsWith('q quit'));
    pty.resize(30, 10);
    await pty.waitFor((text) => text.includes('vmtop needs 60x16'));
    pty.resize(200, 60);
    await pty.waitFor((text, rows) => text.includes(' Locks ') && (rows[59] ?? '').endsWith('q quit'));
    pty.write('q');
    expect(await pty.exited).toEqual({ code: 0, signal: 0 });
    expect(pty.onAlternateScreen()).toBe(false);
    expect(pty.wraps()).toBe(true);
    expect(pty.cursorShown()).toBe(true);
  });

  test('pause, step and quit answer while the simulation is busy', async () => {
    const pty = await start(80, 24, { NO_COLOR: '1' });
    pty.write(' ');
    await pty.waitFor((text) => text.includes('PAUSED'), PATIENCE_MS);
    const [before] = pty.rows();
    pty.write('.');
    await pty.waitFor((text, rows) => text.includes('PAUSED') && rows[0] !== before, PATIENCE_MS);
    pty.write('q');
    expect((await pty.exited).code).toBe(0);
  });

  test.each([
    [[], /^aim7 - /],
    [['--no-ascii'], /^aim7 · /],
  ] as const)('in a locale without UTF-8, with %j', async (options, head) => {
    const command = [process.execPath, vmtop, '--scenario', 'aim7', ...options];
    const pty = startPty(command, { columns: 80, rows: 24, env: { LC_ALL: 'C' } });
    await pty.waitFor((_, [first = '']) => head.test(first), PATIENCE_MS);
    pty.write('q');
    expect((await pty.exited).code).toBe(0);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('%s', async (signal, code) => {
    const command = `"${process.execPath}" "${vmtop}" aim7; echo code=$?; stty -a; sleep 20`;
    const pty = startPty(['/bin/sh', '-c', command], { columns: 100, rows: 30 });
    await pty.waitFor((text) => text.includes('[k]'), PATIENCE_MS);
    process.kill(childOf(pty.pid), signal);
    await pty.waitFor((text) => text.includes(`code=${code}`) && text.includes('echoke'));
    expect(pty.text()).toMatch(/[^-]icanon/);
    expect(pty.onAlternateScreen()).toBe(false);
    pty.kill('SIGKILL');
  });

  test('a file that cannot be used is refused without a screen', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'vmtop-')), 'bad.yaml');
    writeFileSync(file, 'title: nothing else\n');
    const pty = startPty(['/bin/sh', '-c', `"${process.execPath}" "${vmtop}" "${file}"; echo code=$?`], {
      columns: 100,
      rows: 30,
    });
    const screens: string[] = [];
    pty.terminal.buffer.onBufferChange(({ type }) => screens.push(type));
    const text = await pty.waitFor((seen) => seen.includes('code='));
    expect(text).toContain('code=2');
    expect(text).toContain('source: expected text, got nothing');
    expect(screens).toEqual([]);
  });

  test.each([
    ['', 'at any time'],
    ['q', 'while it ends already'],
  ])('ends when its window is closed, %j pressed: %s', async (keys) => {
    const window = fileURLToPath(new URL('closed-window.ts', import.meta.url));
    const pid = Number(execFileSync(process.execPath, [window, vmtop, keys], { encoding: 'utf8' }));
    expect(pid).toBeGreaterThan(0);
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: PATIENCE_MS, interval: 100 });
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
