// vmtop run: a run without a screen, and what it found as text, JSON or CSV.

import type { CommandModule, Options } from 'yargs';
import { EXIT } from '../base/exit-codes.ts';
import { US } from '../base/time.ts';
import { UsageError } from '../base/usage-error.ts';
import { MOST_LOAD } from '../scenario/limits.ts';
import type { Scenario } from '../scenario/scenario.ts';
import {
  list,
  one,
  RUN_OPTIONS,
  type RunArguments,
  type RunChoice,
  readRunChoice,
  scenarioGiven,
  valued,
  withProgress,
} from './common.ts';
import { endOnInterrupt, reproducibly } from './exit.ts';
import { readDuration, readParams, readWhole } from './options.ts';

/** Frames that are closer together than anything happens would only never end. */
const SHORTEST_EVERY_NS = 100 * US;

export const BATCH_OPTIONS = {
  ...RUN_OPTIONS,
  for: valued("Length in simulated time; by default to the end of the scenario's timeline"),
  every: valued(
    'Simulated time between two frames of --jsonl and --csv; a frame tells of the time since the one before, 1s at most',
    { default: '1s' },
  ),
  load: valued("Load at the start instead of the scenario's"),
  param: valued("Parameter of the workload instead of the scenario's, e.g. threads=8; may be repeated"),
  timeline: { type: 'boolean', default: true, describe: "Follow the scenario's timeline; --no-timeline only runs" },
  expect: valued("Condition at the end, e.g. 'cpu.sys > 97%'; exit code 3 when false; may be repeated"),
  json: { type: 'boolean', describe: 'One JSON document' },
  jsonl: { type: 'boolean', describe: 'A JSON line per frame' },
  csv: { type: 'boolean', describe: 'Figures over time' },
} as const satisfies Record<string, Options>;

interface BatchArguments extends RunArguments {
  readonly for?: string | undefined;
  readonly every: string;
  readonly load?: string | undefined;
  readonly param?: string | readonly string[] | undefined;
  readonly timeline: boolean;
  readonly expect?: string | readonly string[] | undefined;
  readonly json?: boolean | undefined;
  readonly jsonl?: boolean | undefined;
  readonly csv?: boolean | undefined;
}

export const runCommand: CommandModule<unknown, BatchArguments> = {
  command: 'run [name]',
  describe: 'Run without a screen',
  builder: BATCH_OPTIONS as never,
  handler: async (argv) => {
    process.exitCode = await runBatch(argv);
  },
};

async function runBatch(argv: BatchArguments): Promise<number> {
  const { findScenario } = await import('../scenario/find-scenario.ts');
  const { readExpectations } = await import('./expectations.ts');
  const { batchOutput } = await import('./batch-output.ts');
  const { requireBefore, requireServed } = await import('./late-commands.ts');
  const { LOOK_NS, runHeadless } = await import('../session/headless.ts');
  const { keepHeapLean } = await import('../session/lean-heap.ts');
  const { reproduceCommand } = await import('../session/reproduce.ts');
  const { startRun } = await import('../session/start-run.ts');
  const choice = await readRunChoice(argv);
  const untilNs = argv.for === undefined ? null : readDuration('--for', one(argv.for) ?? '');
  const everyNs = readDuration('--every', one(argv.every) ?? '', SHORTEST_EVERY_NS);
  if (untilNs !== null) requireBefore(untilNs, choice.at);
  const load = argv.load === undefined ? undefined : readWhole('--load', one(argv.load) ?? '', 0, MOST_LOAD);
  const params = readParams(list(argv.param));
  const output = batchOutput(argv);
  const scenarioPath = findScenario(scenarioOf(argv));
  const options = {
    ...choice,
    scenarioPath,
    timeline: argv.timeline,
    change: { load, params },
  };
  keepHeapLean();
  const run = startRun(options, output.listener);
  if (untilNs === null) requireStory(argv.timeline ? run.scenario.timeline : [], choice.at);
  const unmet = readExpectations(list(argv.expect), run.info.metrics);
  endOnInterrupt();
  output.begin(run, { set: choice.set, load: load ?? null, params });
  const driving = {
    untilNs,
    // What tells of the end only does so over the same time whatever --every says.
    everyNs: output.showsFrames ? everyNs : LOOK_NS,
    onFrame: output.frame,
  };
  // Lines on the same terminal tell how far it is.
  const label = output.showsFrames && process.stdout.isTTY ? null : run.info.scenario;
  const end = await reproducibly(
    () => reproduceCommand(run, options),
    () => withProgress(label, (onProgress) => runHeadless(run, { ...driving, onProgress })),
  );
  output.end(run, end);
  requireServed(run.driver);
  const failures = unmet(end.metrics);
  for (const failure of failures) process.stderr.write(`vmtop: ${failure}\n`);
  return failures.length === 0 ? EXIT.ok : EXIT.unmet;
}

/** Without --for the run ends with its timeline. */
function requireStory(timeline: Scenario['timeline'], at: RunChoice['at']): void {
  const expected = '--for: expected a duration such as 60s, because';
  if (timeline.length === 0) throw new UsageError(`${expected} there is no timeline to follow to its end`);
  if (at.some(({ command }) => command.kind === 'flip'))
    throw new UsageError(`${expected} a flip by --at takes over from the timeline`);
}

function scenarioOf(argv: BatchArguments): string {
  const name = scenarioGiven(argv);
  if (name === undefined) throw new UsageError('run: expected a scenario, e.g. vmtop run aim7; vmtop list shows them');
  return name;
}
