import { expect, it } from 'vitest';
import { CacheLine } from '../../src/machine/cache-line.ts';
import { Coherence } from '../../src/machine/coherence.ts';

const HIT = 1;
const DIE = 20;
const SOCKET = 50;
const OTHER = 200;

const coherence = new Coherence(
  { cpus: 8, cpusPerDie: 2, cpusPerSocket: 4, nodes: 2 },
  { hitNs: HIT, sameDieNs: DIE, sameSocketNs: SOCKET, otherSocketNs: OTHER },
);

it('costs what the distance to its owner costs', () => {
  const line = new CacheLine();
  expect(line.write(coherence, 0)).toBe(HIT);
  expect([0, 1, 2, 4].map((cpu) => coherence.transfer(0, cpu))).toEqual([HIT, DIE, SOCKET, OTHER]);
  expect([line.write(coherence, 4), line.write(coherence, 5), line.write(coherence, 5)]).toEqual([OTHER, DIE, HIT]);
});

it('is fetched once by a reader, and taken back from it by the next write', () => {
  const line = new CacheLine();
  line.write(coherence, 0);
  expect([line.read(coherence, 4), line.read(coherence, 4), line.read(coherence, 0)]).toEqual([OTHER, HIT, HIT]);
  expect([line.write(coherence, 0), line.write(coherence, 0)]).toEqual([OTHER, HIT]);
});
