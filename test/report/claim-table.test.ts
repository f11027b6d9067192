import { expect, it } from 'vitest';
import { claimTable, foundText, published } from '../../src/report/claim-table.ts';
import type { ClaimSpec } from '../../src/scenario/claim-schema.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import type { CheckedClaim } from '../../src/session/check-claims.ts';
import { FILES, TEST_OPTIONS } from '../scenario/catalogue.ts';

const [first] = readScenario(`${FILES}/count.yaml`, TEST_OPTIONS).claims;
if (first === undefined) throw new Error('count.yaml has no claim');
const { value: _value, tolerance: _tolerance, ...bare } = first;
const claim = (band: Partial<ClaimSpec>): ClaimSpec => ({ ...bare, ...band });

it('is written with its band', () => {
  const bands = [{ value: 2, tolerance: 0.05 }, { min: 1, max: 2 }, { min: 1 }, { max: 2 }];
  expect(bands.map((band) => published(claim(band)))).toEqual(['2 +-5 %', '1 .. 2', '>= 1', '<= 2']);
});

it('is written in its unit', () => {
  expect(published(claim({ min: 0.65, max: 0.88, unit: '%' }))).toBe('65% .. 88%');
  expect(published(claim({ min: 900, max: 1200, unit: 'ns' }))).toBe('900ns .. 1.20us');
  expect(published(claim({ min: 512, max: 2048, unit: 'B' }))).toBe('512 B .. 2 KiB');
  expect(published(claim({ min: 9000, max: 11_000, unit: 'users' }))).toBe('9,000 .. 11,000 users');
  expect(foundText(claim({ unit: '%' }), 0.7514)).toBe('75.1%');
  expect(foundText(claim({ unit: 'users' }), Number.NaN)).toBe('not found');
  expect(foundText(claim({ unit: 'users' }), 9900, 9000)).toBe('9,000 .. 9,900 users');
});

it('says of a table of claims which are met, and which stand on a fitted constant', () => {
  const checked = (fitted: boolean, met: boolean): CheckedClaim => ({
    scenario: 'count',
    claim: { ...claim({ max: 2 }), fitted },
    found: 1,
    good: null,
    met,
  });
  const rows = claimTable([checked(false, true), checked(true, true), checked(true, false)])
    .split('\n')
    .slice(2, 5);
  expect(rows.map((row) => row.split(' | ').at(-1))).toEqual(['met', 'met (fitted)', 'OFF (fitted)']);
});
