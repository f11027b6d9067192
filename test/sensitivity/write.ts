// Writes docs/sensitivity.md. Run: npm run sensitivity [-- SCENARIO ...]
// What is named is measured anew first, 'all' for every scenario; the rest keeps what was found last.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { measuredPath, measurePrediction } from './measured.ts';
import { page, pagePath } from './page.ts';
import { PREDICTIONS } from './predictions.ts';

const wanted = process.argv.slice(2);
for (const prediction of PREDICTIONS) {
  if (!wanted.includes('all') && !wanted.includes(prediction.scenario)) continue;
  const before = process.cpuUsage().user;
  const measured = await measurePrediction(prediction);
  const seconds = ((process.cpuUsage().user - before) / 1e6).toFixed(0);
  process.stdout.write(`${prediction.scenario}: ${measured.rows.length} figures, ${seconds} s of CPU time\n`);
  mkdirSync(dirname(measuredPath(prediction.scenario)), { recursive: true });
  writeFileSync(measuredPath(prediction.scenario), `${JSON.stringify(measured, null, 2)}\n`);
}
writeFileSync(pagePath, page());
