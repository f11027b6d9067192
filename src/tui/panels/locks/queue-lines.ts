// One lock class in detail: at which call sites its users wait, and its instances' holders and waiters now.

import type { Ns } from '../../../base/time.ts';
import type { LockParty, LockQueue, LockSample } from '../../../observe/frame.ts';
import { compact, duration, percent } from '../../../report/format.ts';
import { left, printable } from '../../text/cells.ts';
import { type Line, type Size, span } from '../../text/line.ts';
import type { Look } from '../panel.ts';

export function queueLines(lock: LockSample, nowNs: Ns, room: Size, look: Look): readonly Line[] {
  const lines = [
    sitesLine(lock, room.columns, look),
    ...lock.queues.flatMap((queue) => oneQueue(queue, nowNs, room, look)),
  ];
  if (lock.queues.length === 0) lines.push([span('  nobody waits now', 'dim')]);
  return lines.slice(0, Math.max(0, room.rows));
}

/** As many whole call sites as fit. */
function sitesLine(lock: LockSample, columns: number, { glyphs }: Look): Line {
  const total = lock.contentions === 0 ? 1 : lock.contentions;
  const sites = lock.contentionPoints.map((point) => `${printable(point.symbol)} ${percent(point.count / total, 0)}`);
  if (sites.length === 0) return [span(`  ${lock.kind}, ${compact(lock.instances)} instances, never contended`, 'dim')];
  const between = ` ${glyphs.bullet} `;
  while (sites.length > 1 && sites.join(between).length > columns - WAITED.length) sites.pop();
  return [span(WAITED, 'dim'), span(sites.join(between))];
}

const WAITED = '  waited in ';

function oneQueue(queue: LockQueue, nowNs: Ns, room: Size, look: Look): readonly Line[] {
  const head: Line = [
    span(`  ${printable(queue.instance)} `, 'strong'),
    span(` ${queue.length} waiting `, queue.length > 0 ? 'bad' : 'dim'),
  ];
  const holders = queue.holders.map(
    (party): Line => [span('    held by ', 'dim'), span(partyText(party, nowNs), 'hot')],
  );
  return [head, ...holders, ...waiterLines(queue, nowNs, room, look)];
}

const WAITER = 44;

/** Waiters in the order in which they are served, in columns. */
function waiterLines(queue: LockQueue, nowNs: Ns, room: Size, look: Look): readonly Line[] {
  const perLine = Math.max(1, Math.floor((room.columns - 4) / WAITER));
  const width = Math.floor((room.columns - 4) / perLine);
  const cells = queue.waiters.map((party, index) =>
    left(`${index + 1}. ${partyText(party, nowNs)}`, width, look.glyphs.cut),
  );
  const more = queue.length - queue.waiters.length;
  if (more > 0) cells.push(left(`and ${more} more`, width));
  return Array.from({ length: Math.ceil(cells.length / perLine) }, (_, row) => [
    span(`    ${cells.slice(row * perLine, (row + 1) * perLine).join('')}`),
  ]);
}

/** 'cpu3 reaim-17 1.20ms page_referenced', with R after the name of a reader. */
function partyText(party: LockParty, nowNs: Ns): string {
  const place = party.cpu < 0 ? 'asleep' : `cpu${party.cpu}`;
  const mode = party.mode === 'read' ? ' R' : '';
  return `${place} ${printable(party.task)}${mode} ${duration(Math.max(0, nowNs - party.sinceNs))} ${printable(party.site)}`;
}
