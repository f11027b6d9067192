import { describe, expect, it } from 'vitest';
import { BIN, vmtop } from './vmtop.ts';

describe('help and version', () => {
  it('leads with examples and ends with the exit codes', () => {
    const { code, out, err } = vmtop(['--help']);
    expect([code, err]).toEqual([0, '']);
    expect(out.indexOf('Examples:')).toBeGreaterThan(0);
    expect(out.indexOf('Examples:')).toBeLessThan(out.indexOf('Options:'));
    expect(out).toContain('Exit codes: 0 ok, 1 failure, 2 usage, 3 claim or expectation false, 4 broken invariant');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  it('says which Node and which engine', () => {
    const { code, out } = vmtop(['-V']);
    expect(code).toBe(0);
    expect(out).toMatch(/^vmtop \d+\.\d+\.\d+ \(node \d+\.\d+\.\d+, engine \d+\)\n$/);
  });
});

describe('what cannot be used gets one line on stderr, nothing on stdout, and exit code 2', () => {
  const cases: readonly (readonly [words: readonly string[], message: string])[] = [
    [['--jsn'], "unknown option --jsn; did you mean --json of 'vmtop run'?"],
    [['--json'], "option --json belongs to 'vmtop run'"],
    [['run', 'x', '--jsn'], 'unknown option --jsn; did you mean --json?'],
    [['--seeed', '3'], 'unknown option --seeed; did you mean --seed?'],
    [['lst'], "unknown scenario 'lst'; did you mean list?"],
    [['rnu', '--for', '3s'], "option --for belongs to 'vmtop run'"],
    [['run'], 'run: expected a scenario, e.g. vmtop run aim7; vmtop list shows them'],
    [['run', 'x', '--seed'], 'expected a value after --seed'],
    [['run', 'x', '--seed', '-1'], "--seed: expected a whole number from 0 to 4294967295, got '-1'"],
    [['run', 'x', '--seed', '1e3'], "--seed: expected a whole number from 0 to 4294967295, got '1e3'"],
    [['run', 'x', '--for', '5'], "--for: expected a duration with unit such as '250us', '20s' or '2m', got '5'"],
    [['run', 'x', '--set', 'rmap'], "--set: expected 'SUBSYSTEM=VARIANT', e.g. 'rmap=chain', got 'rmap'"],
    [['run', 'x', '--at', 'rmap=chain'], /^--at: expected 'TIME:SUBSYSTEM=VARIANT', .* got 'rmap=chain'$/.source],
    [['run', 'x', '--json', '--csv'], 'expected one of --json, --jsonl, --csv, got --json and --csv'],
    [['--fps', '60'], "--fps: expected a whole number from 1 to 30, got '60'"],
    [['--color', 'sometimes'], "--color: expected auto, always, never, got 'sometimes'"],
    [['run', './none.yaml'], './none.yaml: no such file'],
    [['run', '.'], '.: expected a file, got a directory'],
    [
      ['check', 'aim7', '--only', 'cliff-sis'],
      "--only: expected the id of a claim, got 'cliff-sis'; did you mean cliff-sys?",
    ],
    [['check', '--jobs', '0'], "--jobs: expected a whole number from 1 to 256, got '0'"],
  ];

  it.each(cases)('vmtop %j', (words, message) => {
    const { code, out, err } = vmtop(words);
    expect([code, out]).toEqual([2, '']);
    if (message.startsWith('^')) expect(err.replace(/^vmtop: |\n$/g, '')).toMatch(new RegExp(message));
    else expect(err).toBe(`vmtop: ${message}\n`);
  });
});

it('ends quietly when nobody reads on', async () => {
  const { spawnSync } = await import('node:child_process');
  const script = `"${process.execPath}" "${BIN}" --help | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect(stdout.split('\n').slice(1)).toEqual(['0', '']);
  expect(stderr).toBe('');
});
