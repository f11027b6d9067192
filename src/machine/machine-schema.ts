// The form of a machine: what a preset in scenarios/machines/<name>.yaml holds, together with a scenario's overrides.
//
// * Every cost has a unit and a source, or is marked as fitted.
// * Which costs must be there, and of which kind, is up to those who use them.

import { z } from 'zod';
import { parseSize, SIZE } from '../base/quantity.ts';
import { printable, printableLines } from './text.ts';

const GIB = 2 ** 30;

const NS_PER_UNIT = { ns: 1, us: 1_000, ms: 1_000_000 } as const;

const isTime = (unit: string): unit is keyof typeof NS_PER_UNIT => Object.hasOwn(NS_PER_UNIT, unit);

const cost = z
  .strictObject({
    value: z.number().nonnegative(),
    unit: z.enum(['ns', 'us', 'ms', 'bytes', 'count']),
    source: printableLines.min(1).describe('Where the figure comes from'),
    fitted: z.boolean().optional().describe('Fitted on claims for want of a source; the source then names the claims'),
  })
  .refine(({ value, unit }) => isTime(unit) || Number.isInteger(value), {
    path: ['value'],
    error: 'expected a whole number',
  });

const topology = z
  .strictObject({
    cpus: z.int().min(1).max(256),
    cpusPerDie: z.int().min(1).max(256).describe('CPUs that share the nearest cache'),
    cpusPerSocket: z.int().min(1).max(256),
    nodes: z.int().min(1).max(64).describe('NUMA nodes; the CPUs are spread evenly'),
  })
  // Sockets need not be full: who boots with fewer CPUs has such a machine. A zero has its own error: its remainder is NaN.
  .refine(({ cpusPerDie, cpusPerSocket }) => !(cpusPerSocket % cpusPerDie > 0), {
    path: ['cpusPerSocket'],
    error: 'expected a multiple of cpusPerDie',
  })
  .refine(({ cpus, nodes }) => !(cpus % nodes > 0), {
    path: ['nodes'],
    error: 'expected a divisor of cpus',
  });

const disk = z.strictObject({
  spindles: z.int().min(1).max(1024),
  stripePages: z.int().min(1).max(1e6).describe("Pages that lie together on one spindle before the next one's turn"),
  fullSeekUs: z.number().nonnegative().max(1e6),
  trackSeekUs: z.number().nonnegative().max(1e6),
  rotationUs: z.number().nonnegative().max(1e6).describe('One full turn'),
  transferUsPerPage: z.number().nonnegative().max(1e6),
  source: printableLines.min(1),
});

/** Bytes of a page by how they are written. */
const PAGE_SIZES = { '4K': 4096, '16K': 16_384 } as const;

const SIZE_FORM = { error: "expected a size such as '512M' or '16G'" };

const memory = z
  .string(SIZE_FORM)
  .regex(SIZE, SIZE_FORM)
  .transform((text) => parseSize(text) ?? Number.NaN)
  .refine((bytes) => bytes >= GIB / 64 && bytes <= 256 * GIB, { error: 'expected 16M to 256G' });

export const machineSchema = z.strictObject({
  title: printable.min(1),
  source: printableLines.min(1),
  arch: z.enum(['x86', 'ia64']).optional().describe('How its kernel locks, and interrupts other CPUs; x86 when absent'),
  topology,
  pageSize: z
    .enum(['4K', '16K'])
    .transform((size) => PAGE_SIZES[size])
    .optional()
    .describe('4K when absent'),
  memory,
  swap: memory.optional(),
  costs: z.record(z.string().regex(/^[a-z][A-Za-z0-9.]*$/), cost),
  disk: disk.optional(),
});

export type MachineSpec = z.output<typeof machineSchema>;

/** What a cost is: a time, or a number of these. */
export type CostKind = 'time' | 'bytes' | 'count';

/** Units that a cost of this kind may have. */
export const unitsOf = (kind: CostKind): readonly string[] => (kind === 'time' ? Object.keys(NS_PER_UNIT) : [kind]);

/** A cost in whole ns for times, in its own unit for the rest. Undefined when the machine does not state it. */
export function costValue(machine: MachineSpec, name: string): number | undefined {
  const spec = Object.hasOwn(machine.costs, name) ? machine.costs[name] : undefined;
  if (spec === undefined) return undefined;
  return isTime(spec.unit) ? Math.round(spec.value * NS_PER_UNIT[spec.unit]) : spec.value;
}
