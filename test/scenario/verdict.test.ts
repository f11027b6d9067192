import { expect, it } from 'vitest';
import type { ClaimSpec } from '../../src/scenario/claim-schema.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import { isMet } from '../../src/scenario/verdict.ts';
import { FILES, TEST_OPTIONS } from './catalogue.ts';

const [first] = readScenario(`${FILES}/count.yaml`, TEST_OPTIONS).claims;
if (first === undefined) throw new Error('count.yaml has no claim');
const { value: _value, tolerance: _tolerance, ...bare } = first;
const claim = (band: Partial<ClaimSpec>): ClaimSpec => ({ ...bare, ...band });

it('is met inside its band, limits included', () => {
  const met = (band: Partial<ClaimSpec>, found: readonly number[]) =>
    found.filter((figure) => isMet(claim(band), figure));
  expect(met({ value: 10, tolerance: 0.1 }, [8.9, 9, 10, 11, 11.1, Number.NaN])).toEqual([9, 10, 11]);
  expect(met({ min: 1, max: 2 }, [0.9, 1, 2, 2.1])).toEqual([1, 2]);
  expect(met({ min: 1 }, [0.9, 1, 1e9, Number.NaN])).toEqual([1, 1e9]);
  expect(met({ max: 1 }, [-5, 1, 1.1])).toEqual([-5, 1]);
});

it('is not met by a multiple of zero, whatever the band', () => {
  const { POSITIVE_INFINITY, NEGATIVE_INFINITY } = Number;
  expect(isMet(claim({ min: 1 }), POSITIVE_INFINITY)).toBe(false);
  expect(isMet(claim({ max: 1 }), NEGATIVE_INFINITY)).toBe(false);
});
