import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
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
    [['--json'], "option --json belongs to 'vmtop run', 'vmtop list', 'vmtop check'"],
    [['run', '--color', 'purple'], "option --color belongs to 'vmtop'"],
    [['list', '-s', '3'], "option -s belongs to 'vmtop', 'vmtop run', 'vmtop check'"],
    [['run', 'x', '--colour', 'never'], "unknown option --colour; did you mean --color of 'vmtop'?"],
    [['--__proto__'], /^unknown option --__proto__; known are --scenario, /.source],
    [['-zx'], /^unknown option -z; known are --scenario, /.source],
    [['-'], "expected a scenario's name or path, got '-'; vmtop list shows the names"],
    [['check', '-'], "expected a scenario's name or path, got '-'; vmtop list shows the names"],
    [['0x10'], /^unknown scenario '0x10'; known are aim7, /.source],
    [['run', '007'], /^unknown scenario '007'; known are aim7, /.source],
    [['check', '5'], /^unknown scenario '5'; known are aim7, /.source],
    [['run', '--', 'aim7-smal'], "unknown scenario 'aim7-smal'; did you mean aim7-small?"],
    [['run', '--', '--json'], './--json: no such file'],
    [['run', 'x', '--jsn'], 'unknown option --jsn; did you mean --json?'],
    [['--seeed', '3'], 'unknown option --seeed; did you mean --seed?'],
    [['lst'], "unknown scenario 'lst'; did you mean list?"],
    [['rnu', '--for', '3s'], "option --for belongs to 'vmtop run'"],
    [['rnu', 'aim7-small'], "unknown command 'rnu'; did you mean run?"],
    [['sweep', 'aim7'], "expected a command (run, list, check) or one scenario, got 'sweep' and 'aim7'"],
    [['--seed', '3', 'rnu', 'aim7-small'], "unknown command 'rnu'; did you mean run?"],
    [['--for', '10s', 'run', 'aim7', 'extra'], "run: expected one scenario, got 'extra', too"],
    [['run', 'aim7', 'vmap'], "run: expected one scenario, got 'vmap', too"],
    [['list', 'aim7'], "list: expected no more words, got 'aim7'"],
    [['run', 'aim7', '--scenario', 'vmap'], "expected one scenario, got 'aim7' and --scenario vmap"],
    [
      ['run', '--scenario', 'vmap', '--scenario', 'aim7'],
      'expected one scenario, got --scenario vmap and --scenario aim7',
    ],
    [['aim7', '--scenario', 'vmap'], "expected one scenario, got 'aim7' and --scenario vmap"],
    [['run', 'a\u001b[2Jb.yaml'], 'a?[2Jb.yaml: no such file'],
    [['aim7\nx'], "unknown scenario 'aim7?x'; did you mean aim7?"],
    [['run', 'x', '--every', '1ns'], "--every: expected at least 100us, got '1ns'"],
    [
      ['run', 'x', '--for', '1s', '--at', '1s:rmap=chain'],
      '--at: expected an instant before the end of the run (--for 1s), got 1s:rmap=chain',
    ],
    [
      ['run', 'x', '--for', '1s', '--at', '2s:load=3'],
      '--at: expected an instant before the end of the run (--for 1s), got 2s:load=3',
    ],
    [['run', 'README.md/x'], 'README.md/x: no such file'],
    [['run'], 'run: expected a scenario, e.g. vmtop run aim7; vmtop list shows them'],
    [['run', 'x', '--seed'], 'expected a value after --seed'],
    [['run', 'x', '--seed', '-1'], "--seed: expected a whole number from 0 to 4294967295, got '-1'"],
    [['run', 'x', '--seed', '1e3'], "--seed: expected a whole number from 0 to 4294967295, got '1e3'"],
    [['run', 'x', '--for', '5'], "--for: expected a duration with unit such as '250us', '20s' or '2m', got '5'"],
    [['run', 'x', '--for', '0s'], "--for: expected at least 1ns, got '0s'"],
    [['run', 'x', '--for', '2401h'], "--for: expected at most 100 days, got '2401h'"],
    [['run', 'x', '--no-set'], 'unknown option --no-set; --set takes a value, leave it out for none'],
    [['--no-fps=3', 'x'], 'unknown option --no-fps; --fps takes a value, leave it out for none'],
    [['run', 'x', '--json=no'], "--json: takes no value, got 'no'"],
    [['run', 'x', '--no-timeline='], "--timeline: takes no value, got ''"],
    [['list', '--help=please'], "--help: takes no value, got 'please'"],
    [['run', 'x', '-s'], 'expected a value after -s'],
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

it('tells the known scenarios, and no commands, when nothing like the word is known', () => {
  const { code, err } = vmtop(['']);
  expect(code).toBe(2);
  expect(err).toMatch(/^vmtop: unknown scenario ''; known are aim7, .*vmap/);
  expect(err).not.toMatch(/ (run|list|check)\b/);
});

it.runIf(existsSync('/dev/full'))('says in one line that its output cannot be written', () => {
  const script = `"${process.execPath}" "${BIN}" list --json > /dev/full`;
  const { status, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([1, 'vmtop: cannot write the output: no space left on device\n']);
});

it('says in one line that its working directory has gone', () => {
  const script = `d=$(mktemp -d); cd "$d"; rmdir "$d"; exec "${process.execPath}" "${BIN}" run aim7-small --for 1s`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  const gone = 'the working directory is gone or cannot be read (ENOENT); change to another one';
  expect([status, stdout, stderr]).toEqual([1, '', `vmtop: ${gone}\n`]);
});

it('ends quietly when nobody reads on', () => {
  const script = `"${process.execPath}" "${BIN}" --help | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect(stdout.split('\n').slice(1)).toEqual(['0', '']);
  expect(stderr).toBe('');
});
