import { expect, test } from 'vitest';
import type { RunInfo } from '../../../src/session/session.ts';
import { bindings } from '../../../src/tui/keys/table.ts';
import { demoInfo } from '../demo-session.ts';

const table = bindings(demoInfo(8));

test('no key has two meanings in one mode', () => {
  const seen = new Set<string>();
  for (const binding of table) {
    for (const key of binding.keys) {
      const name = `${binding.mode ?? 'normal'} ${key}`;
      expect(seen, name).not.toContain(name);
      seen.add(name);
    }
  }
});

test('every binding says what it does', () => {
  for (const binding of table) expect(binding.description).toMatch(/^[A-Z].{10,}/);
});

test('keys for what a run does not have are not bound', () => {
  const normal = (info: RunInfo): readonly string[] =>
    bindings(info).flatMap(({ keys, mode }) => (mode === undefined ? keys : []));
  const ofFlipsAndLoad = ['1', 'v', '+', '=', '-'];
  expect(normal(demoInfo(8))).toEqual(expect.arrayContaining(ofFlipsAndLoad));
  const bare = normal({ ...demoInfo(8), flips: [], subsystems: [], load: null });
  expect(bare.filter((key) => ofFlipsAndLoad.includes(key))).toEqual([]);
});

test('the list of variants has a key where digits do not reach all', () => {
  const lists = (variants: readonly string[]): boolean =>
    bindings({ ...demoInfo(8), subsystems: [{ id: 'rmap', variants }] }).some(({ keys }) => keys.includes('v'));
  expect([['shared', 'chain'], ['shared', 'chain', 'chain-degree'], []].map(lists)).toEqual([false, true, false]);
});

test('the hint of a digit names the variant where several digits flip one subsystem', () => {
  const hints = (info: RunInfo): readonly string[] => bindings(info).map(({ hint }) => hint);
  expect(hints(demoInfo(8))).toContain('flip rmap');
  const [flip] = demoInfo(8).flips;
  if (flip === undefined) throw new Error('the demo flips nothing');
  const two = { ...demoInfo(8), flips: [flip, { ...flip, key: '2', new: 'chain-degree' }] };
  expect(hints(two)).toEqual(expect.arrayContaining(['flip to chain', 'flip to chain-degree']));
});
