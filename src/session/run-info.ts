// What is known of a run before it starts.

import { nodeOf } from '../machine/topology.ts';
import type { MetricInfo } from '../observe/frame.ts';
import { KNOWN } from '../scenario/known.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { RunInfo } from './session.ts';

export function runInfo(scenario: Scenario, seed: number, metrics: readonly MetricInfo[]): RunInfo {
  const { topology, memory } = scenario.machine;
  const { load } = scenario.workload;
  return {
    scenario: scenario.name,
    title: scenario.title,
    source: scenario.source,
    seed,
    cpus: Array.from({ length: topology.cpus }, (_, id) => ({ id, node: nodeOf(topology, id) })),
    memoryBytes: memory,
    flips: scenario.kernel.flips,
    subsystems: Object.keys(scenario.kernel.variants).map((id) => ({ id, variants: KNOWN.subsystems[id] ?? [] })),
    load: load === null ? null : { unit: load.unit, step: load.step, max: load.max, metric: load.metric },
    metrics,
    charts: scenario.charts,
    headline: scenario.headline,
    grain: scenario.grain,
  };
}
