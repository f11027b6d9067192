// Checked claims as a table: claim | published | here | verdict.

import { published } from '../scenario/verdict.ts';
import type { CheckedClaim } from '../session/check-claims.ts';
import { count } from './format.ts';

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

function toRow({ scenario, claim, found, met }: CheckedClaim): readonly string[] {
  const verdict = `${met ? 'met' : 'OFF'}${claim.fitted ? ' (fitted)' : ''}`;
  const here = Number.isFinite(found) ? count(found) : 'not reached';
  return [`${scenario} ${claim.id}: ${claim.text}`, published(claim), here, verdict];
}
