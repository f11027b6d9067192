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
  const ofFlipsAndLoad = ['1', '+', '=', '-'];
  expect(normal(demoInfo(8))).toEqual(expect.arrayContaining(ofFlipsAndLoad));
  const bare = normal({ ...demoInfo(8), flips: [], load: null });
  expect(bare.filter((key) => ofFlipsAndLoad.includes(key))).toEqual([]);
});
