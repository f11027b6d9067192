// A scenario on a machine one constant of which is halved, all else as it is.

import type { MachineSpec } from '../../src/machine/machine-schema.ts';
import type { ClaimSpec, RunSpec } from '../../src/scenario/claim-schema.ts';
import { type Fields, replaceFields } from '../../src/scenario/layers.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/** Of the disk, or the name of a cost. */
const DISK = 'disk.';

export interface Constant {
  readonly value: number;
  readonly unit: string;
  /** What a run's machine has to say for half of it. */
  readonly halved: Fields;
}

export function constantOf({ costs, disk }: MachineSpec, name: string): Constant {
  if (name.startsWith(DISK)) {
    const field = name.slice(DISK.length);
    const value = new Map<string, unknown>(Object.entries(disk ?? {})).get(field);
    if (typeof value !== 'number') throw new Error(`expected a field of the disk, got '${field}'`);
    return { value, unit: 'us', halved: { disk: { [field]: value / 2 } } };
  }
  const cost = costs[name];
  if (cost === undefined) throw new Error(`expected a cost of the machine, got '${name}'`);
  const halved = { ...cost, value: cost.value / 2, source: `half of: ${cost.source}` };
  return { value: cost.value, unit: cost.unit, halved: { costs: { [name]: halved } } };
}

/** Every run of every claim, what a claim changes in the machine included. */
export function withConstantHalved(scenario: Scenario, name: string): Scenario {
  const { halved } = constantOf(scenario.machine, name);
  const changed = (run: RunSpec): RunSpec => ({
    ...run,
    machine: replaceFields(run.machine, halved) as RunSpec['machine'],
  });
  const onIt = ({ at, against, ...claim }: ClaimSpec): ClaimSpec => ({
    ...claim,
    at: changed(at),
    ...(against === undefined ? {} : { against: changed(against) }),
  });
  return { ...scenario, claims: scenario.claims.map(onIt) };
}
