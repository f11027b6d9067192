// Makes the run that a claim asks for, and reads the figures at its end.

import { SECOND } from '../base/time.ts';
import type { RunSpec } from '../scenario/claim-schema.ts';
import { holds, type Metrics } from '../scenario/condition.ts';
import type { LoggedCommand } from '../simulation/command.ts';
import { runHeadless } from './headless.ts';
import { type Sources, startRun } from './start-run.ts';

export interface Measurement {
  readonly scenarioPath: string;
  readonly seed: number;
  readonly at: RunSpec;
  /** Instead of the claim's own load. */
  readonly load?: number;
}

/** All figures at the end of the run; empty when `until` never held. */
export async function measure({ scenarioPath, seed, at, load }: Measurement, sources?: Sources): Promise<Metrics> {
  const change = { params: at.params, machine: at.machine, load: load ?? at.load, window: at.window };
  const options = { scenarioPath, seed, set: at.set, at: commandsOf(at), timeline: false, change };
  const run = startRun(options, {}, sources);
  const untilNs = at.for ?? at.timeout ?? 0;
  const isDone = (): boolean => at.until?.some((condition) => holds(condition, run.observer.metrics())) ?? false;
  const everyNs = at.until === undefined ? SECOND : run.scenario.tick;
  const { metrics } = await runHeadless(run, { untilNs, everyNs, onFrame: () => undefined, isDone });
  return at.until === undefined || isDone() ? metrics : {};
}

/** A marker changes nothing that could be measured. */
const commandsOf = ({ do: list }: RunSpec): readonly LoggedCommand[] =>
  list.flatMap(({ after, action }) => (action.kind === 'marker' ? [] : [{ atNs: after, command: action }]));
