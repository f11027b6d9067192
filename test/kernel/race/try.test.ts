import { it } from 'vitest';
import { MS } from '../../../src/base/time.ts';
import { MigrateFamily } from '../../../src/workload/migrate-family/migrate-family.ts';
import { RaceView } from '../../../src/observe/race-view.ts';
import { raceLines } from '../../../src/report/race-lines.ts';
import { smallKernel } from '../mm/small-kernel.ts';

const params = { pages: 64, faultBatch: 8, upperTables: 3, moverPauseMs: 0.1, thinkMs: 0.2, operations: 20,
  mix: { read: 4, write: 1, protect: 3, move: 2, fork: 1 } };
it('prints', () => {
  for (const [rmap, lock] of [['chain','spin'],['shared','none'],['chain','none-remap'],['chain','none']] as const) for (const seed of [1,2]) {
    const k = smallKernel({ rmap, seed, nodes: 2, cpus: 4, variants: { 'rmap-lock': lock, tlb: 'page' } });
    new MigrateFamily({ kernel: k, params, load: 8 });
    const t0 = performance.now();
    k.engine.run(200 * MS);
    if (k.races) console.log(rmap, lock, k.engine.events, Math.round(performance.now()-t0), raceLines(new RaceView(k.engine.tree, k.races).sample()).join('\n'));
  }
}, 600000);
