import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BIN, vmtop } from './vmtop.ts';

const TREE = fileURLToPath(new URL('files/tree.yaml', import.meta.url));

const run = (...words: readonly string[]) => vmtop(['run', TREE, ...words]);
const lines = (text: string): readonly string[] => text.split('\n').slice(0, -1);

describe('vmtop run', () => {
  it('follows the timeline to its end and prints a report without escape codes', () => {
    const { code, out, err } = run();
    expect([code, err]).toEqual([0, '']);
    expect(lines(out)[0]).toBe('A small fork tree, 1.5s simulated, rmap=chain');
    expect(out).toMatch(/^Markers\n +0ns {2}load -> 40\n +1\.0s {2}flipped\n +1\.0s {2}rmap shared -> chain/m);
    expect(out).toContain(' [.] child\n');
    expect(out).toMatch(/^children +40 {2}now +children that live$/m);
    expect(out).not.toContain('\u001b');
  });

  it('makes the same run from the same seed, however it is observed, and another from another variant', () => {
    const hashOf = (...words: readonly string[]): string => JSON.parse(run('--json', ...words).out).hash;
    const first = hashOf('--for', '1200ms');
    expect(hashOf('--for', '1200ms', '--every', '37ms')).toBe(first);
    expect(hashOf('--for', '1200ms', '--set', 'rmap=chain')).not.toBe(first);
  });

  it('reports the same whatever the time between two frames', () => {
    const text = run('--for', '1200ms').out;
    expect(run('--for', '1200ms', '--every', '9s').out).toBe(text);
    expect(run('--for', '1200ms', '--every', '37ms').out).toBe(text);
  });

  it('writes one document with all commands and markers', () => {
    const { code, out } = run('--json', '--at', '700123us:load=50');
    const document = JSON.parse(out);
    expect(code).toBe(0);
    expect(document).toMatchObject({ schema: 'vmtop-run/1', scenario: 'tree', seed: 1, seconds: 1.5, set: {} });
    expect(document.asked).toEqual({ load: null, params: {} });
    expect(document.commands).toEqual([
      { atNs: 0, command: { kind: 'load', target: 40, overNs: 0 } },
      { atNs: 700_123_000, command: { kind: 'load', target: 50, overNs: 0 } },
      { atNs: 1_000_000_000, command: { kind: 'flip', subsystem: 'rmap', variant: 'chain' } },
    ]);
    expect(document.markers.map(({ kind, text }: Record<string, string>) => [kind, text])).toEqual([
      ['load', 'load -> 40'],
      ['load', 'load -> 50'],
      ['note', 'flipped'],
      ['flip', 'rmap shared -> chain'],
    ]);
    expect(document.metrics.find(({ id }: Record<string, string>) => id === 'children').value).toBe(50);
  });

  it('writes a line per frame, or figures as CSV', () => {
    const kinds = lines(run('--jsonl', '--for', '1s', '--every', '500ms').out).map((line) => JSON.parse(line).kind);
    expect(kinds).toEqual([
      'run',
      'caption',
      'command',
      'marker',
      'frame',
      'frame',
      'caption',
      'command',
      'marker',
      'frame',
      'end',
    ]);
    const csv = lines(run('--csv', '--for', '1s', '--every', '500ms').out).map((line) => line.split(','));
    expect(csv.map(([first]) => first)).toEqual(['seconds', '0', '0.5', '1']);
    expect(new Set(csv.map((cells) => cells.length)).size).toBe(1);
  });

  it('runs without the timeline', () => {
    const { out } = run('--no-timeline', '--load', '7', '--for', '1s', '--csv');
    const [head = '', ...rows] = lines(out);
    const column = head.split(',').indexOf('children');
    expect(rows.map((row) => row.split(',')[column])).toEqual(['0', '7']);
  });

  it('runs with other parameters of the workload, tells no story of them, and refuses one that there is not', () => {
    const mapped = (...words: readonly string[]): number => {
      const { metrics } = JSON.parse(run('--json', '--for', '1s', '--load', '9', '--no-timeline', ...words).out);
      return metrics.find(({ id }: Record<string, string>) => id === 'mem.anon').value;
    };
    const usual = mapped();
    expect(mapped('--param', 'pages=20')).toBe(usual);
    expect(mapped('--param', 'pages=40', '--param', 'thinkMs=0.5')).toBeGreaterThan(1.5 * usual);
    const { out: story } = run('--param', 'pages=40', '--for', '1s', '--jsonl');
    expect(story).toContain('Started with pages=40: the captions');
    expect(JSON.parse(lines(story)[0] ?? '').asked).toEqual({ load: null, params: { pages: 40 } });
    const { code, out, err } = run('--param', 'page=40', '--for', '1s');
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe('vmtop: --param: page: unknown field; did you mean pages?\n');
  });

  it('tells by its exit code whether expectations hold', () => {
    expect(run('--expect', 'children == 40 and cpu.user > 10%').code).toBe(0);
    const { code, err } = run('--expect', 'children == 40', '--expect', 'children >\n40');
    expect([code, err]).toEqual([3, 'vmtop: expectation false: children > 40 (children is 40)\n']);
    expect(run('--expect', 'cpu.user > 101%').err).toMatch(/ cpu\.user > 101% \(cpu\.user is \d+(\.\d+)?%\)\n$/);
    const never = run('--expect', 'ipi.waitMean > 1e9 and cpu.idle >= 0', '--set', 'rmap=chain').err;
    expect(never).toMatch(/\(ipi\.waitMean is (\d+(\.\d+)? ns|without value), cpu\.idle is \d/);
  });

  const refused: readonly (readonly [words: readonly string[], message: string])[] = [
    [['--expect', 'chlidren > 4'], "--expect: no metric 'chlidren'; did you mean children?"],
    [['--expect', 'children'], /^--expect: expected 'metric op number \[and \.\.\.\]' .* got 'children'$/.source],
    [['--set', 'rmap=chian'], "--set: expected a variant of rmap, got 'chian'; did you mean chain?"],
    [['--set', 'rmpa=chain'], "--set: expected a subsystem, got 'rmpa'; did you mean rmap?"],
    [['--at', '1s:rmap=chian'], "--at: expected a variant of rmap, got 'chian'; did you mean chain?"],
    [['--at', '1s:load=201'], '--at: load: expected at most 200 children, got 201'],
    [['--at', '1s:kill=all'], "--at: kill: expected a workload program whose run can be ended (aim7), got 'fork-tree'"],
    [['--at', '1s:inject=stalled-cpu/4/1s'], '--at: inject: expected a CPU from 0 to 3, got 4'],
    [['--param', 'pages'], "--param: expected 'NAME=VALUE', e.g. 'threads=8', got 'pages'"],
    [['--no-timeline'], '--for: expected a duration such as 60s, because there is no timeline to follow to its end'],
    [
      ['--at', '1s:rmap=chain'],
      '--for: expected a duration such as 60s, because a flip by --at takes over from the timeline',
    ],
    [['--load', '201', '--for', '1s'], '--load: expected at most 200 children, got 201'],
  ];

  it.each(refused)('refuses %j before anything is written', (words, message) => {
    const { code, out, err } = run(...words);
    expect([code, out]).toEqual([2, '']);
    if (message.startsWith('^')) expect(err.replace(/^vmtop: |\n$/g, '')).toMatch(new RegExp(message));
    else expect(err).toBe(`vmtop: ${message}\n`);
  });

  it('ends at once on an interrupt', async () => {
    const child = spawn(process.execPath, [BIN, 'run', TREE, '--for', '2h', '--jsonl'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.once('data', () => child.kill('SIGINT'));
    child.stdout.resume();
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(130);
  });
});

it.each(['run', ''])('vmtop %s tells of a command that is left when the timeline is over', (command) => {
  const { code, out, err } = vmtop([...(command === '' ? [] : [command]), TREE, '--at', '2s:load=7']);
  expect(code).toBe(2);
  expect(out).toContain(' simulated, ');
  expect(err).toBe(
    'vmtop: --at: expected an instant before the end of the timeline (1500ms), got 2s:load=7; vmtop run --for lets it go on\n',
  );
});

it('vmtop without a terminal prints a report per phase', () => {
  const { code, out, err } = vmtop([TREE]);
  expect([code, err]).toEqual([0, '']);
  expect(lines(out).filter((line) => line.includes(' simulated, '))).toEqual([
    'A small fork tree, 500ms simulated, rmap=shared',
    'A small fork tree, 1.0s simulated, rmap=shared',
    'A small fork tree, 1.5s simulated, rmap=chain',
  ]);
  const told = (line: string): boolean => / simulated, |^Children|^The list|flipped$/.test(line);
  expect(
    lines(out)
      .filter(told)
      .map((line) => line.replace(/, rmap.*/, '')),
  ).toEqual([
    'Children come in.',
    'A small fork tree, 500ms simulated',
    'A small fork tree, 1.0s simulated',
    'The list takes over.',
    '[1.0s] flipped',
    'A small fork tree, 1.5s simulated',
  ]);
  expect(out).not.toContain('\u001b');
});

it('vmtop check compares claims and tells by its exit code', () => {
  const { code, out, err } = vmtop(['check', TREE]);
  expect([code, err]).toEqual([0, 'tree list-length ...\nall 1 claims are met\n']);
  expect(lines(out).at(-1)).toMatch(/^tree list-length: One list holds .* \| 41 \+-1 % +\| 41 +\| met$/);
});

it('vmtop check tells of a scenario without claims, and checks nothing when no other has any', () => {
  const folder = mkdtempSync(`${tmpdir()}/vmtop-`);
  const bare = `${folder}/bare.yaml`;
  writeFileSync(bare, readFileSync(TREE, 'utf8').replace(/^claims:.*/ms, ''));
  const none = 'expected claims to check, got none in bare\n';
  expect(vmtop(['check', bare])).toEqual({ code: 2, out: '', err: `vmtop: ${none}` });
  expect(vmtop(['check', bare, '--only', 'list-length'])).toMatchObject({ code: 2, err: `vmtop: ${none}` });
  const { code, err } = vmtop(['check', bare, TREE]);
  expect([code, err]).toEqual([0, `${none}tree list-length ...\nall 1 claims are met\n`]);
  rmSync(folder, { recursive: true });
});
