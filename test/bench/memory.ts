// Memory of a simulation without a screen: the highest resident set of `vmtop run` at a load.
// Needs the built program. Run: node test/bench/memory.ts [scenario] [load] [simulated time]

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const vmtop = fileURLToPath(new URL('../../bin/vmtop.js', import.meta.url));
const [name = 'aim7', load = '30000', time = '20s'] = process.argv.slice(2);

const words = [vmtop, 'run', name, '--no-timeline', '--load', load, '--for', time, '--json'];
const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
let highest = 0;
const watch = setInterval(() => {
  highest = Math.max(highest, residentMb(child.pid ?? 0));
}, 100);
const from = performance.now();
const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
clearInterval(watch);
const seconds = ((performance.now() - from) / 1000).toFixed(0);
process.stdout.write(
  `memory: ${name} at ${load}, ${time} simulated in ${seconds} s, exit ${code}: ${highest.toFixed(0)} MB resident (hold 600)\n`,
);

/** High-water mark of the resident set. */
function residentMb(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0; // ended meanwhile
  }
}
