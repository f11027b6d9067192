// What moves the collapse of aim7 at 16 GB: the load at which system time explodes with one anon_vma for all, in the steady form,
// on the machine as it is, with twice the memory, four disks, and twice the CPUs. A few loads around the predicted point each.
// Run: node test/bench/sensitivity.ts [words of a machine's name]; some minutes each.

import { SECOND } from '../../src/base/time.ts';
import { startRun } from '../../src/session/start-run.ts';

const scenarioPath = new URL('../../scenarios/aim7.yaml', import.meta.url).pathname;

interface Machine {
  readonly name: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly loads: readonly number[];
}

const CPUS_16 = { topology: { cpus: 16, cpusPerDie: 4, cpusPerSocket: 4, nodes: 1 } };

const MACHINES: readonly Machine[] = [
  { name: 'as it is', change: {}, loads: [9_500, 10_000, 11_000] },
  { name: 'twice the memory', change: { memory: '32G' }, loads: [19_000, 20_000, 22_000] },
  { name: 'four disks', change: { disk: { spindles: 4 } }, loads: [9_500, 10_000, 11_000] },
  { name: 'twice the CPUs', change: CPUS_16, loads: [9_500, 10_000, 11_000] },
];

/** So long that a collapse is complete: users get stuck one by one, as each needs a page. */
const SECONDS = 180;

function report({ name, change, loads }: Machine): void {
  for (const load of loads) {
    const run = startRun({
      scenarioPath,
      seed: 1,
      set: { rmap: 'shared' },
      at: [],
      timeline: false,
      change: { machine: change, load },
    });
    while (!run.driver.advance(SECONDS * SECOND, 100_000));
    const figures = run.observer.metrics();
    const sys = (100 * (figures['cpu.sys'] ?? Number.NaN)).toFixed(1);
    process.stdout.write(
      `${name}: ${load} users, ${figures['jobs.perMinute']?.toFixed(0)} jobs/min, ${sys} % system time\n`,
    );
  }
}

const wanted = process.argv.slice(2).join(' ');
for (const machine of MACHINES) if (machine.name.includes(wanted)) report(machine);
