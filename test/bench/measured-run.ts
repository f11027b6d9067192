// The beginning of the benchmark form of AIM7 with chains, in a worker thread as `vmtop check` measures it. Started by memory.ts.
// Run: node test/bench/measured-run.ts [users] [simulated seconds]

import { SECOND } from '../../src/base/time.ts';
import { MeasurePool } from '../../src/session/measure-pool.ts';

const [users = '32400', seconds = '120'] = process.argv.slice(2);
const scenarioPath = new URL('../../scenarios/aim7.yaml', import.meta.url).pathname;
const at = {
  set: { rmap: 'chain' },
  params: { mode: 'benchmark' },
  machine: {},
  load: Number(users),
  for: Number(seconds) * SECOND,
  do: [],
};

const from = process.cpuUsage();
const pool = new MeasurePool(1);
const figures = await pool.measure({ scenarioPath, seed: 1, at });
await pool.close();
const { user, system } = process.cpuUsage(from);
process.stdout.write(
  `${figures['jobs.perMinute']?.toFixed(0)} jobs/min, ${((user + system) / 1e6).toFixed(1)} s of CPU time\n`,
);
