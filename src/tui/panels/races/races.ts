// Races: how often each kind was caught, and the worst one that was caught first, with the call chains of both who met.

import type { RaceSample, Violation, ViolationParty } from '../../../observe/frame.ts';
import { compact, duration, instant } from '../../../report/format.ts';
import { shown } from '../../state/state.ts';
import { clip, printable } from '../../text/cells.ts';
import { type Line, type Size, span } from '../../text/line.ts';
import { type Look, type Panel, titleLine } from '../panel.ts';

export const racesPanel: Panel = (state, size, look) => {
  const races = shown(state).frame?.races;
  if (races === undefined) return [titleLine({ name: 'Races', focused: false }, size.columns, look)];
  const deaths = races.deaths === 0 ? [] : [span(`${compact(races.deaths)} deaths`, 'bad')];
  const title = titleLine({ name: 'Races', right: deaths, focused: false }, size.columns, look);
  const worst = races.first.find(({ fatal }) => fatal) ?? races.first[0];
  if (worst === undefined) return [title, countsLine(races), [span('  none caught since the last flip', 'good')]];
  return [title, countsLine(races), ...violationLines(worst, size, look)];
};

/** Short enough for four in a line. */
const LABELS: Readonly<Record<string, string>> = {
  stale_migration_entry: 'stale entries',
  use_after_free: 'use after free',
  lost_write: 'lost writes',
  migrate_again: 'again',
};

function countsLine({ counts }: RaceSample): Line {
  const parts = Object.entries(counts).flatMap(([kind, caught]) => [
    span(` ${LABELS[kind] ?? kind} `, 'dim'),
    span(compact(caught), caught > 0 ? 'bad' : 'good'),
  ]);
  return [span(' '), ...parts];
}

function violationLines({ kind, atNs, what, walker, mutator }: Violation, size: Size, look: Look): readonly Line[] {
  const head = clip(`  ${kind} at ${instant(atNs)}: ${printable(what)}`, size.columns, look.glyphs.cut);
  const before = mutator === null ? '' : `, ${duration(atNs - mutator.atNs)} before`;
  return [
    [span(head, 'bad')],
    ...partyLines('walker', walker, '', size, look),
    ...(mutator === null ? [] : partyLines('mutator', mutator, before, size, look)),
  ];
}

/** Who, and the innermost functions of its call chain: as many as fit. */
function partyLines(role: string, party: ViolationParty, before: string, size: Size, look: Look): readonly Line[] {
  const head: Line = [
    span(`  ${role} `, 'dim'),
    span(`${printable(party.task)} on CPU ${party.cpu}${before}`, 'strong'),
  ];
  return [head, [span(`    ${innermost(party.stack, size.columns - 4, look.glyphs.caller)}`)]];
}

function innermost(stack: readonly string[], room: number, arrow: string): string {
  let text = '';
  for (const symbol of stack.toReversed()) {
    const longer = text === '' ? symbol : `${text} ${arrow} ${symbol}`;
    if (longer.length > room) break;
    text = longer;
  }
  return text;
}
