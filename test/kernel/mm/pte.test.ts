import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PTES_PER_TABLE, PteTable } from '../../../src/kernel/mm/pte.ts';
import { PteStore, type PteWindow } from '../../../src/kernel/mm/pte-window.ts';
import { holds } from '../../property.ts';

const REGION = 7;
const FIRST = REGION * PTES_PER_TABLE;
const END = FIRST + PTES_PER_TABLE;

/** An entry of one of three tables of a store; 0 clears it. A negative one releases the table. */
const change = fc.record({
  table: fc.nat(2),
  at: fc.oneof(fc.nat(PTES_PER_TABLE - 1), fc.integer({ min: 440, max: 470 })),
  pte: fc.integer({ min: -1, max: 9 }),
});

/** Where its windows begin and end, from the lowest on. */
function bounds(table: PteTable): number[] {
  const found: number[] = [];
  for (let at: PteWindow | null = table; at !== null; at = at.above) if (at.size > 0) found.push(at.first, at.end);
  return found;
}

it('holds what was set, wherever in the table, whatever other tables had in the same storage', () => {
  const same = fc.property(fc.array(change, { maxLength: 120 }), (changes) => {
    const store = new PteStore();
    const tables = [0, 1, 2].map((pfn) => new PteTable(REGION, pfn, store));
    const model = tables.map(() => new Int32Array(PTES_PER_TABLE));
    for (const { table, at, pte } of changes) {
      const entries = model[table] as Int32Array;
      const next = [...entries.keys()].find((one) => one >= at && entries[one] !== 0);
      expect(tables[table]?.nextUsed(FIRST + at, END)).toBe(next === undefined ? END : FIRST + next);
      expect(tables[table]?.get(FIRST + at)).toBe(entries[at]);
      if (pte < 0) {
        for (let vpn = FIRST; vpn < END; vpn++) tables[table]?.set(vpn, 0);
        tables[table]?.release();
        entries.fill(0);
      } else {
        tables[table]?.set(FIRST + at, pte);
        entries[at] = pte;
      }
    }
    const found = tables.map((table) => Int32Array.from(model[0] ?? [], (_, at) => table.get(FIRST + at)));
    expect(found).toEqual(model);
    const used = tables.map((table) => {
      const list: number[] = [];
      for (let vpn = table.nextUsed(FIRST, END); vpn < END; vpn = table.nextUsed(vpn + 1, END)) list.push(vpn - FIRST);
      return list;
    });
    expect(used).toEqual(model.map((entries) => [...entries.keys()].filter((at) => entries[at] !== 0)));
    expect(tables.flatMap((table) => bounds(table).filter((at, nth, all) => at < (all[nth - 1] ?? FIRST)))).toEqual([]);
    expect(tables.filter((table) => (bounds(table).at(-1) ?? END) > END)).toEqual([]);
  });
  holds(same);
});
