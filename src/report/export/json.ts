// A run as one JSON document.

import { ENGINE_NUMBER } from '../../engine/engine.ts';
import type { Frame, Marker } from '../../observe/frame.ts';
import type { Run } from '../../session/start-run.ts';

/** Grows when a field changes its meaning or goes. */
const SCHEMA = 'vmtop-run/1';

/** What the command line says instead of the scenario. */
export interface Choice {
  readonly set: Readonly<Record<string, string>>;
  readonly load: number | null;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

export function runDocument(
  { info, simulation, driver }: Run,
  choice: Choice,
  markers: readonly Marker[],
  frame: Frame,
): object {
  const { metrics: metricInfos, ...about } = info;
  return {
    schema: SCHEMA,
    engine: ENGINE_NUMBER,
    ...about,
    set: choice.set,
    asked: { load: choice.load, params: choice.params },
    seconds: frame.atNs / 1e9,
    hash: simulation.hash(),
    commands: driver.log,
    markers,
    metrics: metricInfos.map(({ id, unit, label }) => ({ id, label, unit, value: frame.metrics[id] ?? null })),
    frame,
  };
}
