// README's table of claims, made from what `vmtop check` found and what the scenario files publish. A figure that was not
// measured is not there; one that was measured with other inputs than today's is marked.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ENGINE_NUMBER } from '../../src/engine/engine.ts';
import { foundText, published } from '../../src/report/claim-table.ts';
import type { ClaimSpec } from '../../src/scenario/claim-schema.ts';
import { findScenario } from '../../src/scenario/find-scenario.ts';
import { KNOWN } from '../../src/scenario/known.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { isMet } from '../../src/scenario/verdict.ts';

/** Scenarios whose claims are other people's published figures. */
const SHOWN = [
  'aim7',
  'fork1000',
  'fork-daemon',
  'vmap',
  'xfs-dir',
  'test_str02',
  'str02-pinned-hole',
  'kmap',
  'kmap-pool',
  'numa02',
  'migrate-family',
] as const;

export const BEGIN = '<!-- claims: written by "npm run readme", not by hand -->';
export const END = '<!-- end of claims -->';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const measuredPath = (scenario: string): string => `${root}docs/claims/${scenario}.json`;

/** What was found, and a digest of what it was found with. */
export interface Measured {
  readonly inputs: string;
  /** Null: never reached, as JSON has no NaN. */
  readonly found: Readonly<Record<string, number | null>>;
  /** Of claims that search for a load, the highest that was good. */
  readonly good?: Readonly<Record<string, number>>;
}

export const scenarioNamed = (name: string): Scenario => readScenario(findScenario(name), { catalogue: KNOWN });

/** Of everything in the scenario's files that a figure depends on, and of the engine's number. */
export function inputsDigest({ machine, kernel, workload, claims }: Scenario): string {
  const runs = claims.map(({ id, metric, at, against, search }) => ({ id, metric, at, against, search }));
  const text = JSON.stringify([ENGINE_NUMBER, machine, kernel.variants, workload, runs]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

export function measuredOf(scenario: string): Measured | null {
  const path = measuredPath(scenario);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Measured) : null;
}

export function claimsBlock(): string {
  const scenarios = SHOWN.map(scenarioNamed);
  const tables = scenarios.flatMap((scenario, at) => (at === 0 ? tableOf(scenario) : folded(scenario)));
  return [BEGIN, ...tables, ...notes(scenarios), END].join('\n');
}

const tableOf = (scenario: Scenario): readonly string[] => [
  '| claim | published, as a band | here |',
  '| --- | --- | --- |',
  ...scenarioRows(scenario),
  '',
];

function folded(scenario: Scenario): readonly string[] {
  const { name, title, claims } = scenario;
  const { found = {}, good = {} } = measuredOf(name) ?? {};
  const met = claims.filter((claim) => isMet(claim, found[claim.id] ?? Number.NaN, good[claim.id])).length;
  const summary = `<summary><code>${name}</code>: ${title}; ${met} of ${claims.length} claims met</summary>`;
  return ['<details>', summary, '', ...tableOf(scenario), '</details>', ''];
}

function scenarioRows(scenario: Scenario): readonly string[] {
  const measured = measuredOf(scenario.name);
  const isOld = measured !== null && measured.inputs !== inputsDigest(scenario);
  return scenario.claims.map((claim) => {
    const here = hereText(claim, measured?.found[claim.id], measured?.good?.[claim.id]);
    return `| <!-- ${scenario.name} ${claim.id} -->\`${scenario.name}\`: ${claim.text} | ${published(claim)} | ${here}${isOld ? ' \\*' : ''} |`;
  });
}

function hereText(claim: ClaimSpec, found: number | null | undefined, good: number | undefined): string {
  if (found === undefined) return 'not measured yet';
  if (found === null) return 'not found, off';
  const text = foundText(claim, found, good);
  const words = isMet(claim, found, good) ? `**${text}**` : `${text}, off`;
  return claim.fitted ? `${words} (fitted)` : words;
}

function notes(scenarios: readonly Scenario[]): readonly string[] {
  const lines = [
    `Found by \`vmtop check\` with seed 1, engine ${ENGINE_NUMBER}. *Fitted*: a constant was fitted on this figure, so it tests nothing.`,
  ];
  const old = scenarios.filter((scenario) => {
    const measured = measuredOf(scenario.name);
    return measured !== null && measured.inputs !== inputsDigest(scenario);
  });
  if (old.length > 0) lines.push('\\* Found before the last change of the scenario.');
  return lines;
}
