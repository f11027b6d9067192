// Memory of a simulation without a screen: the highest resident set of `vmtop run` at a load, and that of a benchmark run with
// chains beyond the crossover, as `vmtop check` makes it. Both go on growing for some ten simulated minutes, as long as the
// simulated machine's swap fills.
// Needs the built program. Run: node test/bench/memory.ts [scenario] [load] [simulated time] [variant, e.g. rmap=chain]
//                           or: node test/bench/memory.ts chains [users] [simulated seconds]

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const [name, ...rest] = process.argv.slice(2);
if (name !== 'chains') {
  const [load = '30000', time = '20s', variant] = rest;
  const words = [
    pathOf('../../bin/vmtop.js'),
    'run',
    name ?? 'aim7',
    '--no-timeline',
    '--load',
    load,
    '--for',
    time,
    '--json',
    ...(variant === undefined ? [] : ['--set', variant]),
  ];
  await watch(`${name ?? 'aim7'} ${variant ?? 'as it is'} at ${load}, ${time} simulated`, words, 'ignore');
}
if (name === undefined || name === 'chains') {
  const [users = '32400', seconds = '120'] = rest;
  await watch(
    `benchmark run with chains at ${users}, ${seconds} s simulated`,
    [pathOf('./measured-run.ts'), users, seconds],
    'inherit',
  );
}

async function watch(what: string, words: readonly string[], output: 'ignore' | 'inherit'): Promise<void> {
  const child = spawn(process.execPath, words, { stdio: ['ignore', output, 'inherit'] });
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
