import { describe, expect, it } from 'vitest';
import { atText, parseAt } from '../../src/session/command-text.ts';
import { reproduceCommand } from '../../src/session/reproduce.ts';

describe('--at', () => {
  const texts = [
    '5s:rmap=chain',
    '1234567ns:load=9000',
    '2500ms:load=9000/20s',
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
    '5s:rmap=a/b',
    '5s:inject=slow-disk/4',
  ];

  it.each(bad)("'%s' is refused", (text) => {
    expect(() => parseAt(text)).toThrow(/^--at: expected 'TIME:SUBSYSTEM=VARIANT', .*, got '/);
  });

  it('knows the faults', () => {
    expect(() => parseAt('1s:inject=slowdisk/1/1s')).toThrow("--at: unknown fault 'slowdisk'; did you mean slow-disk?");
  });
});

it('a run can be made again from one line', () => {
  const given = [parseAt('5s:rmap=chain'), parseAt('6s:inject=allocation/1')];
  expect(
    reproduceCommand({ scenario: 'my file.yaml', seed: 7, set: { rmap: 'shared' }, given, untilNs: 6_000_001 }),
  ).toBe(
    "vmtop run 'my file.yaml' --seed 7 --set rmap=shared --at 5s:rmap=chain --at 6s:inject=allocation/1 --for 6000001ns",
  );
});
