// Memory of a simulation without a screen: the highest resident set of `vmtop run` at a load, and that of a benchmark run with
// chains beyond the crossover. Both go on growing for some ten simulated minutes, as long as the simulated machine's swap fills.
// Needs the built program. Run: node test/bench/memory.ts [scenario] [load] [simulated time] [variant, e.g. rmap=chain]
//                           or: node test/bench/memory.ts chains [users] [simulated time]

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const vmtop = fileURLToPath(new URL('../../bin/vmtop.js', import.meta.url));
const [name, ...rest] = process.argv.slice(2);
if (name !== 'chains') {
  const [load = '30000', time = '20s', variant] = rest;
  const words = [name ?? 'aim7', '--load', load, '--for', time, ...(variant === undefined ? [] : ['--set', variant])];
  await watch(`${name ?? 'aim7'} ${variant ?? 'as it is'} at ${load}, ${time} simulated`, words);
}
if (name === undefined || name === 'chains') {
  const [users = '32400', time = '120s'] = rest;
  const words = ['aim7', '--set', 'rmap=chain', '--param', 'mode=benchmark', '--load', users, '--for', time];
  await watch(`benchmark run with chains at ${users}, ${time} simulated`, words);
}

async function watch(what: string, words: readonly string[]): Promise<void> {
  const run = [vmtop, 'run', ...words, '--no-timeline', '--json'];
  const child = spawn(process.execPath, run, { stdio: ['ignore', 'ignore', 'inherit'] });
  let highest = 0;
  const timer = setInterval(() => {
    highest = Math.max(highest, residentMb(child.pid ?? 0));
  }, 100);
  const from = performance.now();
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  clearInterval(timer);
  const seconds = ((performance.now() - from) / 1000).toFixed(0);
  process.stdout.write(`memory: ${what} in ${seconds} s, exit ${code}: ${highest.toFixed(0)} MB resident (hold 600)\n`);
}

/** High-water mark of the resident set. */
function residentMb(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0; // ended meanwhile
  }
}
