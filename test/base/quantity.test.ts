import { expect, it } from 'vitest';
import { parseDuration, parseSize } from '../../src/base/quantity.ts';

it('reads durations as whole ns', () => {
  const texts = ['1ns', '2.5us', '10ms', '3s', '2m', '1h', '1', 's', '-1s', '1e3s', '2400h', '2401h'];
  const ns = texts.map(parseDuration);
  expect(ns).toEqual([1, 2500, 10e6, 3e9, 120e9, 3600e9, null, null, null, null, 8_640_000e9, null]);
});

it('reads sizes as bytes', () => {
  expect(['1K', '512M', '16G', '16GiB', '1.5G', '16', 'G'].map(parseSize)).toEqual([
    1024,
    512 * 2 ** 20,
    16 * 2 ** 30,
    16 * 2 ** 30,
    1.5 * 2 ** 30,
    null,
    null,
  ]);
});
