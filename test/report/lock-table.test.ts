import { expect, test } from 'vitest';
import { LOCK_COLUMNS, lockColumns } from '../../src/report/lock-table.ts';

test('a narrow table shows the first columns, whole', () => {
  for (let width = 0; width < 200; width++) {
    const columns = lockColumns(width);
    const used = columns.reduce((sum, column) => sum + column.width + 1, 0);
    expect(used).toBeLessThanOrEqual(width);
    expect(columns).toEqual(LOCK_COLUMNS.slice(0, columns.length));
  }
});

test('every title fits its column', () => {
  for (const column of LOCK_COLUMNS) expect(column.title.length).toBeLessThanOrEqual(column.width);
});
