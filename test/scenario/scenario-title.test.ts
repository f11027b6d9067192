// The title read by itself is that of the whole file.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findScenario, scenarioNames } from '../../src/scenario/find-scenario.ts';
import { readScenarioFile } from '../../src/scenario/scenario-file.ts';
import { readTitle } from '../../src/scenario/scenario-title.ts';

const folder = mkdtempSync(join(tmpdir(), 'vmtop-title-'));
afterAll(() => rmSync(folder, { recursive: true }));

const written = (text: string): string => {
  const path = join(folder, 'one.yaml');
  writeFileSync(path, text);
  return path;
};

test('of every scenario of the package', () => {
  const found = scenarioNames().map((name) => readTitle(findScenario(name)));
  expect(found).toEqual(scenarioNames().map((name) => readScenarioFile(findScenario(name)).title));
});

test.each([
  ['title: one line\nsource: x\n', 'one line'],
  ['title: "quoted: with a colon" # and a comment\r\nsource: x\r\n', 'quoted: with a colon'],
  ['title: >-\n  folded\n\n  over\n\n# a comment\nsource: x\n', 'folded\nover'],
  ["# first\n---\nsource: &s 'the same'\ntitle: *s\nkernel: {}\n", 'the same'],
  ['{ title: in braces, source: x }', 'in braces'],
  ['title: the last', 'the last'],
  // Of what stands behind it nothing is read.
  ['title: before an error\nkernel: { variants: [\n', 'before an error'],
])('%j', (text, title) => expect(readTitle(written(text))).toBe(title));

test('none where there is none that is a text; a broken one with its place', () => {
  for (const text of ['source: x\n', 'title: 7\nsource: x\n', 'title:\nsource: x\n', '[title]\n', ''])
    expect(readTitle(written(text)), text).toBe(null);
  expect(() => readTitle(written('# one\ntitle: "open\nsource: x\n'))).toThrow(
    /one\.yaml:\d+:\d+: not valid YAML: Missing closing "quote/,
  );
});
