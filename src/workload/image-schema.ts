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

type Area = z.output<typeof area>;

const areas = z
  .array(area)
  .min(1)
  .max(30)
  .superRefine((all, context) => {
    for (const [index, one] of all.entries()) {
      const other = all.slice(0, index).find((before) => overlap(before, one));
      if (other === undefined) continue;
      const taken = `${other.start} to ${other.start + other.pages - 1}`;
      const message = `expected ${one.pages} pages outside those of '${other.what}' (${taken})`;
      context.addIssue({ code: 'custom', path: [index, 'start'], message });
    }
  });

const overlap = (one: Area, other: Area): boolean =>
  one.start < other.start + other.pages && other.start < one.start + one.pages;

export const image = z.strictObject({
  areas,
  upperTables: z.int().min(1).max(20).describe('Page table pages above the lowest level'),
});

export type ImageParams = z.output<typeof image>;

export const imageOf = (name: string, { areas: all, upperTables }: ImageParams): Image => ({
  name,
  areas: all,
  upperTables,
});

/** The area of that name; the parameters were checked to have it. */
export function areaOf({ areas: all }: ImageParams, what: string): Area {
  const found = all.find((one) => one.what === what);
  if (found === undefined) throw new Error(`no area '${what}' in the image`);
  return found;
}
