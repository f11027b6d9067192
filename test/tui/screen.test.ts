// The whole screen in a real pseudo terminal, on top of the demo session.

import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Pty, startPty } from '../e2e/pty.ts';
import { buildDemo } from './build-demo.ts';

let demo = '';

beforeAll(async () => {
  demo = await buildDemo();
});

const start = (columns: number, rows: number, env: Readonly<Record<string, string>> = {}): Pty =>
  startPty([process.execPath, demo], { columns, rows, env: { DEMO_FPS: '30', ...env } });

const quit = async (pty: Pty): Promise<void> => {
  pty.write('q');
  expect(await pty.exited).toEqual({ code: 0, signal: 0 });
};

describe('keys', () => {
  test('a flip changes the title and drops a marker on every chart', async () => {
    const pty = start(120, 40, { DEMO_STOP: '100' });
    await pty.waitFor((text) => text.includes('PAUSED') && text.includes('Jobs/min ─'));
    expect(pty.text()).toContain('[1] rmap ○ OLD shared → chain');
    pty.write(' 1');
    await pty.waitFor((text) => text.includes('● NEW chain → shared') && (text.match(/▼ chain/g) ?? []).length === 3);
    expect(pty.text()).toContain('rmap shared -> chain: 41,233 VMAs handed over');
    pty.write('u');
    await pty.waitFor((text) => text.includes('○ OLD shared'));
    pty.write('U');
    await pty.waitFor((text) => text.includes('● NEW chain'));
    await quit(pty);
  });

  test('a burst of keys is read one by one', async () => {
    const pty = start(120, 40);
    await pty.waitFor((text) => text.includes('_raw_spin_lock'));
    pty.write(' /page\rs');
    await pty.waitFor((text) => text.includes('PAUSED') && text.includes('/page') && text.includes('children▼'));
    expect(pty.text()).not.toContain('_raw_spin_lock');
    pty.write('\u001bq');
    expect((await pty.exited).code).toBe(0);
  });

  test('keys typed before the first frame are not lost', async () => {
    const pty = start(80, 24);
    pty.write(' ');
    await pty.waitFor((text) => text.includes('PAUSED'));
    await quit(pty);
  });

  test('the screen is there before the session, and keeps what was done to it', async () => {
    const pty = start(120, 40, { DEMO_OPENING: 'late' });
    await pty.waitFor((text) => text.includes('aim7 · starting') && text.endsWith('q quit'));
    pty.write('\t');
    await pty.waitFor((text) => !text.includes('Enter callers'));
    process.kill(pty.pid, 'SIGUSR2');
    await pty.waitFor((text) => text.includes('AIM7 collapse') && text.includes('_raw_spin_lock'));
    expect(pty.text()).not.toContain('Enter callers');
    await quit(pty);
  });

  test('freeze holds the view while the run goes on', async () => {
    const pty = start(80, 24);
    await pty.waitFor((text) => text.includes('_raw_spin_lock'));
    pty.write('f');
    await pty.waitFor((text) => text.includes('FROZEN'));
    const [, , figures] = pty.rows();
    // A dozen frames.
    await new Promise((resolve) => setTimeout(resolve, 400));
    pty.write('z');
    await pty.waitFor((text) => text.includes('FROZEN') && !text.includes(' Locks '));
    expect(pty.rows()[2]).toBe(figures);
    pty.write('f');
    await pty.waitFor((text, rows) => !text.includes('FROZEN') && rows[2] !== figures);
    await quit(pty);
  });

  test('P saves the screen and the profile and shows the path', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'vmtop-'));
    const pty = startPty([process.execPath, demo], {
      columns: 120,
      rows: 40,
      cwd,
      env: { DEMO_FPS: '30', DEMO_STOP: '150' },
    });
    await pty.waitFor((text) => text.includes('PAUSED') && text.includes('Jobs/min ─'));
    pty.write('P');
    await pty.waitFor((text) => text.includes(`saved ${cwd}/vmtop-aim7-1.txt`));
    const saved = readFileSync(join(cwd, 'vmtop-aim7-1.txt'), 'utf8');
    // What stands on the terminal after many partial updates is what the panels say, but for the notice.
    expect(saved.split('\n').slice(0, 37)).toEqual(
      pty
        .rows()
        .slice(0, 37)
        .map((row) => row.trimEnd()),
    );
    expect(saved).toContain('<- page_lock_anon_vma <- page_referenced');
    await quit(pty);
  });

  test('an injected fault is chosen from a menu', async () => {
    const pty = start(80, 24);
    await pty.waitFor((text) => text.includes('_raw_spin_lock'));
    pty.write('!j');
    await pty.waitFor((text) => text.includes('> The disk takes 10 times'));
    pty.write('\r');
    await pty.waitFor((text) => text.includes('injected: The disk') || text.includes('slow-disk'));
    await quit(pty);
  });

  test('the help scrolls to its end', async () => {
    const pty = start(80, 24);
    await pty.waitFor((text) => text.includes('_raw_spin_lock'));
    pty.write('?G');
    await pty.waitFor((text) => text.includes('Share of CPU time of the class idle.'));
    pty.write('q');
    await pty.waitFor((text) => text.includes('Hot symbols'));
    await quit(pty);
  });
});

describe('sizes', () => {
  const SIZES = [
    [80, 24],
    [120, 40],
    [200, 60],
    [60, 16],
    [61, 17],
    [100, 30],
    [79, 50],
    [110, 30],
    [109, 29],
    [160, 22],
    [90, 21],
    [240, 70],
    [70, 35],
    [132, 43],
    [64, 18],
    [150, 50],
    [81, 25],
    [180, 28],
    [95, 60],
  ] as const;

  test('38 resizes leave nothing garbled', { timeout: 60_000 }, async () => {
    const pty = start(100, 30, { DEMO_FPS: '10' });
    await pty.waitFor((text) => text.includes('_raw_spin_lock'));
    for (const [columns, rows] of [...SIZES, ...SIZES.toReversed()]) {
      pty.resize(columns, rows);
      await pty.waitFor((_, lines) => whole(lines, rows));
      const [head] = pty.rows();
      await pty.waitFor((_, lines) => lines[0] !== head && whole(lines, rows));
    }
    await quit(pty);
  });

  test('returning to a size gives the same screen', async () => {
    const pty = start(120, 40, { DEMO_STOP: '60' });
    await pty.waitFor((text) => text.includes('PAUSED') && text.includes('Walk length ─'));
    const before = pty.text();
    for (const [columns, rows] of [
      [80, 24],
      [200, 60],
      [120, 40],
    ] as const) {
      pty.resize(columns, rows);
      await pty.waitFor((_, lines) => whole(lines, rows));
    }
    await pty.waitFor((text) => text === before);
    await quit(pty);
  });

  test('says what it needs when the terminal is too small, down to one cell', async () => {
    const pty = start(80, 24);
    await pty.waitFor((text) => text.includes('_raw_spin_lock'));
    pty.resize(50, 10);
    await pty.waitFor((text) => text.trim() === 'vmtop needs 60x16, this is 50x10');
    pty.resize(1, 1);
    pty.resize(80, 24);
    await pty.waitFor((_, lines) => whole(lines, 24));
    await quit(pty);
  });
});

const HEAD = /^(vmtop )?aim7 · /;

/** Head, foot and every panel title exactly once, each where it belongs. */
function whole(lines: readonly string[], rows: number): boolean {
  const titles = lines.filter((line) => line.includes(' Hot symbols ')).length;
  const heads = lines.filter((line) => HEAD.test(line)).length;
  const feet = lines.filter((line) => line.trimEnd().endsWith('q quit')).length;
  const first = HEAD.test(lines[0] ?? '');
  return titles === 1 && heads === 1 && feet === 1 && first && (lines[rows - 1]?.includes('q quit') ?? false);
}

describe('looks', () => {
  test('without colour and with ASCII only, nothing else is written', async () => {
    const pty = start(120, 40, { DEMO_COLOUR: 'none', DEMO_ASCII: '1', DEMO_STOP: '100' });
    await pty.waitFor((text) => text.includes('PAUSED') && text.includes('Walk length -'));
    expect(pty.text()).toMatch(/^[\x20-\x7e\n]*$/);
    expect(pty.text()).toContain('OLD shared');
    await quit(pty);
  });

  test('64 CPUs fit into any size', async () => {
    const pty = start(80, 24, { DEMO_CPUS: '64', DEMO_COLOUR: 'none', DEMO_STOP: '100' });
    await pty.waitFor((text) => text.includes('PAUSED') && text.includes('CPUs 64'));
    expect(pty.rows().filter((line) => /^ *\d+-\d+ [usXiw.]{32} /.test(line))).toHaveLength(2);
    pty.resize(200, 60);
    await pty.waitFor((text) => text.includes(' 63 '));
    await quit(pty);
  });
});
