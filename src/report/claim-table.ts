// Checked claims as a table: claim | published | here | verdict.

import type { ClaimSpec } from '../scenario/claim-schema.ts';
import type { CheckedClaim } from '../session/check-claims.ts';
import { figure, hasForm } from './format.ts';

const HEAD = ['claim', 'published', 'here', 'verdict'] as const;

export function claimTable(claims: readonly CheckedClaim[]): string {
  const rows = [HEAD, ...claims.map(toRow)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(' | ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('-|-');
  return `${[line(HEAD), rule, ...rows.slice(1).map(line)].join('\n')}\n`;
}

const toRow = ({ scenario, claim, found, good, met }: CheckedClaim): readonly string[] => [
  `${scenario} ${claim.id}: ${claim.text}`,
  published(claim),
  foundText(claim, found, good),
  verdict(claim, met),
];

/** The published figure with its band, for people. */
export function published({ min, max, value, tolerance, unit }: ClaimSpec): string {
  const text = (limit: number): string => figure(limit, unit).replace(/\.0%$/, '%');
  if (value !== undefined) return `${text(value)} +-${Math.round((tolerance ?? 0) * 1000) / 10} %`;
  if (min === undefined) return `<= ${text(max ?? Number.NaN)}`;
  if (max === undefined) return `>= ${text(min)}`;
  return `${hasForm(unit) ? text(min) : figure(min, '')} .. ${text(max)}`;
}

/** What came out here; of a search, the two loads that it lies between. */
export function foundText({ unit }: ClaimSpec, found: number, good: number | null = null): string {
  if (!Number.isFinite(found)) return 'not found';
  return good === null ? figure(found, unit) : `${figure(good, '')} .. ${figure(found, unit)}`;
}

const verdict = ({ fitted }: ClaimSpec, met: boolean): string => `${met ? 'met' : 'OFF'}${fitted ? ' (fitted)' : ''}`;
