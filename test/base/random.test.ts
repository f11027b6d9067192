import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/random.ts';

const draws = (seed: number, name: string, count = 8): number[] => {
  const random = new Random(seed, name);
  return Array.from({ length: count }, () => random.u32());
};

describe('Random', () => {
  it('is the same stream for the same seed and name, another one otherwise', () => {
    expect(draws(7, 'task1/think')).toEqual(draws(7, 'task1/think'));
    expect(draws(7, 'task1/think')).not.toEqual(draws(7, 'task2/think'));
    expect(draws(7, 'task1/think')).not.toEqual(draws(8, 'task1/think'));
  });

  it('has the mean, the variance and the tail of an exponential', () => {
    const random = new Random(1, 'exp');
    const n = 200_000;
    const values = Array.from({ length: n }, () => random.expNs(1_000_000));
    const mean = values.reduce((a, b) => a + b, 0) / n;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
    expect(mean / 1e6).toBeCloseTo(1, 2);
    expect(variance / 1e12).toBeCloseTo(1, 1);
    expect(values.filter((value) => value > 3_000_000).length / n).toBeCloseTo(Math.exp(-3), 2);
  });

  it('does not correlate streams whose names differ in one character', () => {
    const n = 20_000;
    const [a, b] = [new Random(1, 'task1/think'), new Random(1, 'task2/think')];
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (a.unit() - 0.5) * (b.unit() - 0.5);
    expect(Math.abs(sum / n) * 12).toBeLessThan(4 / Math.sqrt(n));
  });

  it('permutes, and loses nothing', () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const shuffled = [...items];
    new Random(3, 'shuffle').shuffle(shuffled);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.sort((a, b) => a - b)).toEqual(items);
  });
});
