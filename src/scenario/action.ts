// Actions: what a timeline or a claim does to a run. All but the marker have the form of a Command.

import { z } from 'zod';
import { duration, flipText, line } from './fields.ts';
import { ALLOCATIONS, CPU_NUMBERS, MOST_LOAD, SLOWNESS } from './limits.ts';

const FAULTS = { error: 'expected allocation, slow-disk or stalled-cpu' };

const fault = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('allocation'), count: z.int().min(ALLOCATIONS.min).max(ALLOCATIONS.max) }),
    z
      .strictObject({
        kind: z.literal('slow-disk'),
        factor: z.number().min(SLOWNESS.min).max(SLOWNESS.max),
        for: duration,
      })
      .transform(({ kind, factor, for: forNs }) => ({ kind, factor, forNs })),
    z
      .strictObject({
        kind: z.literal('stalled-cpu'),
        cpu: z.int().min(CPU_NUMBERS.min).max(CPU_NUMBERS.max),
        for: duration,
      })
      .transform(({ kind, cpu, for: forNs }) => ({ kind, cpu, forNs })),
  ],
  FAULTS,
);

const load = z.strictObject({
  to: z.int().min(0).max(MOST_LOAD),
  over: duration.optional().describe('Ramp; at once when absent'),
});

const kill = z
  .literal('all', { error: "expected 'all'" })
  .describe('Kills all processes of the workload, as who ends a run does; the load is 0 from then on');

const fields = z
  .strictObject({
    load: load.optional(),
    kill: kill.optional(),
    flip: flipText.optional(),
    inject: fault.optional(),
    marker: line.optional(),
  })
  .refine((given) => Object.values(given).filter((value) => value !== undefined).length === 1, {
    error: 'expected exactly one of load, kill, flip, inject, marker',
  });

export const action = fields.transform(toAction);

export type Action = z.output<typeof action>;

function toAction({ load: to, kill: killed, flip, inject, marker }: z.output<typeof fields>) {
  if (to !== undefined) return { kind: 'load' as const, target: to.to, overNs: to.over ?? 0 };
  if (killed !== undefined) return { kind: 'kill' as const };
  if (flip !== undefined) return flip;
  if (inject !== undefined) return { kind: 'inject' as const, fault: inject };
  return { kind: 'marker' as const, text: marker ?? '' };
}
