// What moves the two loads of aim7 at 16 GB. A few loads around the predicted point each, some minutes a load.
//
// * The collapse with one anon_vma for all: system time and jobs/min in the steady form on the machine as it is, with twice the
//   memory, four disks, and twice the CPUs.
// * The crossover with chains: jobs/min and user in the benchmark's form on the machine as it is and with four disks. A run is
//   stopped when it can no longer reach 1.
//
// Run: node test/bench/sensitivity.ts [words of a row's name].

import { SECOND } from '../../src/base/time.ts';
import { keepHeapLean } from '../../src/session/lean-heap.ts';
import { type Run, startRun } from '../../src/session/start-run.ts';

const scenarioPath = new URL('../../scenarios/aim7.yaml', import.meta.url).pathname;

type Change = Readonly<Record<string, unknown>>;

interface Row {
  readonly name: string;
  readonly machine: Change;
  readonly loads: readonly number[];
}

const CPUS_16 = { topology: { cpus: 16, cpusPerDie: 4, cpusPerSocket: 4, nodes: 1 } };
const FOUR_DISKS = { disk: { spindles: 4 } };

const COLLAPSE: readonly Row[] = [
  { name: 'collapse, as it is', machine: {}, loads: [9_500, 10_000, 11_000] },
  { name: 'collapse, twice the memory', machine: { memory: '32G' }, loads: [19_000, 20_000, 22_000] },
  { name: 'collapse, four disks', machine: FOUR_DISKS, loads: [9_500, 10_000, 11_000] },
  { name: 'collapse, twice the CPUs', machine: CPUS_16, loads: [9_500, 10_000, 11_000] },
];

const CROSSOVER: readonly Row[] = [
  { name: 'crossover, as it is', machine: {}, loads: [27_000, 29_700] },
  { name: 'crossover, four disks', machine: FOUR_DISKS, loads: [32_400, 36_000] },
];

/** So long that a collapse is complete: users get stuck one by one, as each needs a page. */
const SECONDS = 180;

keepHeapLean();

const start = (rmap: string, machine: Change, load: number, params: Change): Run =>
  startRun({ scenarioPath, seed: 1, set: { rmap }, at: [], timeline: false, change: { machine, load, params } });

function runTo(run: Run, seconds: number): Readonly<Record<string, number>> {
  while (!run.driver.advance(seconds * SECOND, 100_000));
  return run.observer.metrics();
}

function collapse(machine: Change, load: number): string {
  const figures = runTo(start('shared', machine, load, {}), SECONDS);
  const sys = (100 * (figures['cpu.sys'] ?? Number.NaN)).toFixed(1);
  return `${figures['jobs.perMinute']?.toFixed(0)} jobs/min, ${sys} % system time`;
}

function crossover(machine: Change, load: number): string {
  const run = start('chain', machine, load, { mode: 'benchmark' });
  for (let seconds = 10; ; seconds += 10) {
    const figures = runTo(run, seconds);
    const perUser = figures['bench.perUser'] ?? Number.NaN;
    if (figures['bench.over'] === 1) return `${perUser.toFixed(2)} jobs/min and user`;
    if (perUser < 1)
      return `below 1 job/min and user, stopped at ${((figures['bench.measured'] ?? 0) * 100).toFixed(0)} %`;
  }
}

function report(rows: readonly Row[], measure: (machine: Change, load: number) => string): void {
  const wanted = process.argv.slice(2).join(' ');
  for (const { name, machine, loads } of rows.filter((row) => row.name.includes(wanted)))
    for (const load of loads) process.stdout.write(`${name}: ${load} users, ${measure(machine, load)}\n`);
}

report(COLLAPSE, collapse);
report(CROSSOVER, crossover);
