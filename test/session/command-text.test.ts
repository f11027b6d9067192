import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/base/time.ts';
import { UsageError } from '../../src/base/usage-error.ts';
import { atText, parseAt } from '../../src/session/command-text.ts';
import { Driver } from '../../src/session/driver.ts';
import { reproduceCommand } from '../../src/session/reproduce.ts';
import { countingModel } from './counting-model.ts';

describe('--at', () => {
  const texts = [
    '5s:rmap=chain',
    '1234567ns:load=9000',
    '2500ms:load=9000/20s',
    '3s:kill=all',
    '0s:inject=allocation/3',
    '10us:inject=slow-disk/4.5/10s',
    '1s:inject=stalled-cpu/3/200ms',
  ];

  it.each(texts)('%s is written as it is read', (text) => {
    expect(atText(parseAt(text))).toBe(text);
  });

  const bad = [
    '',
    'rmap=chain',
    '5s:rmap',
    '5:rmap=chain',
    '5s:load=many',
    '5s:load=1/2',
    '5s:load=1/2s/3s',
    '5s:rmap=a/b',
    '5s:kill=one',
    '5s:kill=all/2s',
  ];

  it.each(bad)("'%s' is refused", (text) => {
    expect(() => parseAt(text)).toThrow(/^--at: expected 'TIME:SUBSYSTEM=VARIANT', .*, got '/);
  });

  const badFaults = [
    ['allocation', 'allocation/COUNT, COUNT a whole number from 1 to 1000000'],
    ['allocation/0', 'allocation/COUNT, COUNT a whole number from 1 to 1000000'],
    ['allocation/1000001', 'allocation/COUNT, COUNT a whole number from 1 to 1000000'],
    ['allocation/3/1s', 'allocation/COUNT, COUNT a whole number from 1 to 1000000'],
    ['slow-disk/4', 'slow-disk/FACTOR/FOR, FACTOR a number from 1 to 10000, FOR such as 10s'],
    ['slow-disk//10s', 'slow-disk/FACTOR/FOR, FACTOR a number from 1 to 10000, FOR such as 10s'],
    ['slow-disk/0.5/10s', 'slow-disk/FACTOR/FOR, FACTOR a number from 1 to 10000, FOR such as 10s'],
    ['slow-disk/1e400/10s', 'slow-disk/FACTOR/FOR, FACTOR a number from 1 to 10000, FOR such as 10s'],
    ['slow-disk/0x10/10s', 'slow-disk/FACTOR/FOR, FACTOR a number from 1 to 10000, FOR such as 10s'],
    ['slow-disk/4/10s/5', 'slow-disk/FACTOR/FOR, FACTOR a number from 1 to 10000, FOR such as 10s'],
    ['stalled-cpu/1/0s', 'stalled-cpu/CPU/FOR, CPU a whole number from 0 to 255, FOR such as 10s'],
    ['stalled-cpu/256/10s', 'stalled-cpu/CPU/FOR, CPU a whole number from 0 to 255, FOR such as 10s'],
    ['stalled-cpu/1.5/10s', 'stalled-cpu/CPU/FOR, CPU a whole number from 0 to 255, FOR such as 10s'],
    ['stalled-cpu/1/10s/', 'stalled-cpu/CPU/FOR, CPU a whole number from 0 to 255, FOR such as 10s'],
  ] as const;

  it.each(badFaults)("the fault '%s' is refused as a scenario file refuses it", (text, form) => {
    expect(() => parseAt(`5s:inject=${text}`)).toThrow(new UsageError(`--at: inject: expected ${form}, got '${text}'`));
  });

  it('knows the faults', () => {
    expect(() => parseAt('1s:inject=slowdisk/1/1s')).toThrow("--at: unknown fault 'slowdisk'; did you mean slow-disk?");
  });
});

it('a run can be made again from one line', () => {
  const { simulation, observer } = countingModel();
  const at = [parseAt('5ms:rmap=chain'), parseAt('6ms:load=3')];
  const driver = new Driver(simulation, observer, { tickNs: SECOND, timeline: [], at });
  while (!driver.advance(6_000_001, 1000));
  const options = { scenarioPath: 'my file.yaml', seed: 7, set: { rmap: 'shared' } };
  expect(reproduceCommand({ driver }, options)).toBe(
    "vmtop run 'my file.yaml' --seed 7 --set rmap=shared --at 5ms:rmap=chain --at 6ms:load=3 --for 6000001ns",
  );
  // A run that stops with a command goes on just far enough for it to take effect.
  expect(reproduceCommand({ driver: { given: driver.given, now: 6_000_000 } }, options)).toContain('--for 6000001ns');
  expect(reproduceCommand({ driver: { given: [], now: 0 } }, options)).toContain('--for 1ns');
  expect(reproduceCommand({ driver }, { ...options, timeline: false, change: { load: 4 } })).toContain(
    ' --no-timeline --load 4 --at ',
  );
  const params = { mode: 'hard-bind', hugePages: true, name: 'a b' };
  expect(reproduceCommand({ driver }, { ...options, change: { params } })).toContain(
    " --param mode=hard-bind --param hugePages=true --param 'name=a b' --at ",
  );
});
