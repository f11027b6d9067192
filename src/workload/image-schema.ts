// The memory image of a program as a parameter of a workload.

import { z } from 'zod';
import type { Image } from '../kernel/mm/image.ts';
import { printable } from '../machine/text.ts';

/** A number of pages of one process. */
export const pages = z
  .int()
  .min(0)
  .max(1 << 20);

const area = z.strictObject({
  what: printable.min(1).max(20),
  start: z
    .int()
    .min(1)
    .max(1 << 26)
    .describe('First page number'),
  pages: z
    .int()
    .min(1)
    .max(1 << 20),
  file: z.boolean().default(false).describe('Program text: not anonymous'),
  dirtied: pages.default(0).describe('Pages dirtied before the program does anything'),
});

export const image = z.strictObject({
  areas: z.array(area).min(1).max(30),
  upperTables: z.int().min(1).max(20).describe('Page table pages above the lowest level'),
});

export type ImageParams = z.output<typeof image>;

export const imageOf = (name: string, { areas, upperTables }: ImageParams): Image => ({ name, areas, upperTables });

/** The area of that name; the parameters were checked to have it. */
export function areaOf({ areas }: ImageParams, what: string): ImageParams['areas'][number] {
  const found = areas.find((one) => one.what === what);
  if (found === undefined) throw new Error(`no area '${what}' in the image`);
  return found;
}
