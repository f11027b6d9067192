// vmtop check: compares the claims of scenarios, published figures, with what comes out here.

import { availableParallelism } from 'node:os';
import type { CommandModule, Options } from 'yargs';
import { didYouMean } from '../base/closest.ts';
import { EXIT } from '../base/exit-codes.ts';
import { UsageError } from '../base/usage-error.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { CheckedClaim } from '../session/check-claims.ts';
import { list, one, valued } from './common.ts';
import { endOnInterrupt } from './exit.ts';
import { readSeed, readWhole } from './options.ts';

export const CHECK_OPTIONS = {
  seed: valued('Same seed, same run', { alias: 's', default: '1' }),
  only: valued('Id of a claim, e.g. cliff-sys; the others are left out; may be repeated'),
  jobs: valued('Runs side by side; by default as many as there are CPUs', { alias: 'j' }),
  json: { type: 'boolean', describe: 'As JSON' },
} as const satisfies Record<string, Options>;

interface CheckArguments {
  readonly scenarios?: readonly string[] | undefined;
  readonly seed: string;
  readonly only?: string | readonly string[] | undefined;
  readonly jobs?: string | undefined;
  readonly json?: boolean | undefined;
}

export const checkCommand: CommandModule<unknown, CheckArguments> = {
  command: 'check [scenarios..]',
  describe: 'Compare scenarios with their published figures',
  builder: CHECK_OPTIONS as never,
  handler: async (argv) => {
    process.exitCode = await check(argv);
  },
};

async function check(argv: CheckArguments): Promise<number> {
  const { findScenario, scenarioNames } = await import('../scenario/find-scenario.ts');
  const { readScenario } = await import('../scenario/read-scenario.ts');
  const { readOnce } = await import('../scenario/yaml-file.ts');
  const { KNOWN } = await import('../scenario/known.ts');
  const { count } = await import('../report/format.ts');
  const { checkClaims } = await import('../session/check-claims.ts');
  const { MeasurePool } = await import('../session/measure-pool.ts');
  const seed = readSeed(one(argv.seed) ?? '');
  const jobs = argv.jobs === undefined ? availableParallelism() : readWhole('--jobs', one(argv.jobs) ?? '', 1, 256);
  const names = argv.scenarios === undefined || argv.scenarios.length === 0 ? scenarioNames() : argv.scenarios;
  const options = { catalogue: KNOWN, readYaml: readOnce() };
  const all = names.map((name) => readScenario(findScenario(name), options));
  tellWithoutClaims(all);
  const scenarios = withClaims(all, list(argv.only));
  endOnInterrupt();
  const pool = new MeasurePool(jobs);
  const onRun = (scenario: string, { id }: { id: string }, load: number | null): void => {
    process.stderr.write(`${scenario} ${id}${load === null ? '' : ` at ${load}`} ...\n`);
  };
  const onStep = (
    scenario: string,
    { id, metric }: { id: string; metric: string },
    load: number,
    figure: number,
  ): void => {
    process.stderr.write(`${scenario} ${id} at ${load}: ${metric} ${count(figure)}\n`);
  };
  try {
    const measure = pool.measure.bind(pool);
    const checked = await Promise.all(
      scenarios.map((scenario) => checkClaims(scenario, { seed, measure, onRun, onStep })),
    );
    return await printVerdicts(checked.flat(), argv.json === true);
  } finally {
    await pool.close();
  }
}

/** Nothing that was checked must not look like all that was met. */
function tellWithoutClaims(scenarios: readonly Scenario[]): void {
  const without = scenarios.filter(({ claims }) => claims.length === 0).map(({ name }) => name);
  if (without.length === 0) return;
  const told = `expected claims to check, got none in ${without.join(', ')}`;
  if (without.length === scenarios.length) throw new UsageError(told);
  process.stderr.write(`${told}\n`);
}

/** The scenarios with the claims that are asked for; all claims when none is. */
function withClaims(scenarios: readonly Scenario[], ids: readonly string[]): readonly Scenario[] {
  if (ids.length === 0) return scenarios;
  const known = scenarios.flatMap(({ claims }) => claims.map(({ id }) => id));
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new UsageError(`--only: expected the id of a claim, got '${unknown}'${didYouMean(unknown, known)}`);
  }
  return scenarios.map((scenario) => ({
    ...scenario,
    claims: scenario.claims.filter(({ id }) => ids.includes(id)),
  }));
}

async function printVerdicts(claims: readonly CheckedClaim[], json: boolean): Promise<number> {
  const { claimTable } = await import('../report/claim-table.ts');
  process.stdout.write(json ? `${JSON.stringify(claims, null, 2)}\n` : claimTable(claims));
  const off = claims.filter(({ met }) => !met).length;
  process.stderr.write(
    off === 0 ? `all ${claims.length} claims are met\n` : `${off} of ${claims.length} claims are off\n`,
  );
  return off === 0 ? EXIT.ok : EXIT.unmet;
}
