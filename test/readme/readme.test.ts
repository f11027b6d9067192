// README's table shows every claim with the figure that was published, and invents none.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scenarioNames } from '../../src/scenario/find-scenario.ts';
import { BEGIN, claimsBlock, END, root } from './claims-block.ts';

const readme = readFileSync(`${root}README.md`, 'utf8');

/** Which claims; words and figures may be older than the scenario, which the table then says. */
const rows = (text: string): readonly string[] => [...text.matchAll(/^\| <!-- (.*?) -->/gm)].map(([, id = '']) => id);

it('has the claims of the scenario files; else run "npm run readme"', () => {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  expect(begin).toBeGreaterThan(0);
  expect(end).toBeGreaterThan(begin);
  expect(rows(readme.slice(begin, end))).toEqual(rows(claimsBlock()));
});

it('names every scenario, with its page', () => {
  const isMissing = (name: string): boolean => !readme.includes(`[${name}](docs/scenarios/${name}.md)`);
  expect(scenarioNames().filter(isMissing)).toEqual([]);
});

it('links to files that are there', () => {
  const links = [...readme.matchAll(/\]\(([\w./-]+)\)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(3);
  expect(links.filter((path) => !exists(path))).toEqual([]);
});

function exists(path: string): boolean {
  try {
    return readFileSync(`${root}${path}`).length > 0;
  } catch {
    return false;
  }
}
