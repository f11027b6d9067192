// Memory: what lives after a collection, with page frames and all other typed arrays, and the highest resident set, which has the
// program of Node in it, garbage and what allocators keep. Needs the built program.
//
// * steady: `vmtop run aim7` with chains, at instants of simulated time.
// * benchmark: a benchmark run with chains beyond the crossover.
// * screen: the thread with the screen of `vmtop --scenario aim7-small`, at instants of wall time; its story takes a minute.
//
// Run: node test/bench/memory.ts [steady|benchmark [users [simulated s ...]] | screen [wall s ...]]; without words, all.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startPty } from '../e2e/pty.ts';
import { hold } from './hold.ts';
import { inspectorAt, liveHeap } from './live-heap.ts';

const vmtop = fileURLToPath(new URL('../../bin/vmtop.js', import.meta.url));
const FORMS = ['steady', 'benchmark', 'screen'];
const [what, ...words] = process.argv.slice(2);
const numbers = words.map(Number);
if ((what !== undefined && !FORMS.includes(what)) || !numbers.every((number) => number > 0)) {
  process.stderr.write(
    `memory: expected one of ${FORMS.join(', ')} and numbers, got '${[what, ...words].join(' ')}'\n`,
  );
  process.exit(2);
}

if (what === undefined || what === 'steady') {
  const [users = 30_000, ...seconds] = numbers;
  await simulation('steady', users, seconds.length > 0 ? seconds : [600, 1200], []);
}
if (what === undefined || what === 'benchmark') {
  const [users = 32_400, ...seconds] = numbers;
  await simulation('benchmark', users, seconds.length > 0 ? seconds : [150], ['--param', 'mode=benchmark']);
}
if (what === undefined || what === 'screen') await screen(numbers.length > 0 ? numbers : [60, 660]);

async function simulation(
  form: string,
  users: number,
  seconds: readonly number[],
  more: readonly string[],
): Promise<void> {
  const { port, options } = await inspectorAt();
  const end = Math.max(...seconds) + 1;
  const run = ['run', 'aim7', '--set', 'rmap=chain', '--load', String(users), '--for', `${end}s`, ...more];
  const child = spawn(process.execPath, [...options, vmtop, ...run, '--no-timeline', '--jsonl'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let resident = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const second = Number(/^\{"kind":"frame","frame":\{"seq":\d+,"atNs":(\d+)/.exec(line)?.[1] ?? Number.NaN) / 1e9;
    if (!seconds.includes(second)) continue;
    resident = Math.max(resident, residentMb(child.pid));
    const live = await liveHeap(port);
    const at = `${form}, chains, ${users} users, some ${second} simulated s`;
    print(`${at}: ${live.toFixed(0)} MB live (hold 600): ${hold([live, '<=', 600])}`);
  }
  print(`${form}, chains, ${users} users: ${resident.toFixed(0)} MB resident at most before the last of these`);
}

async function screen(seconds: readonly number[]): Promise<void> {
  const { port, options } = await inspectorAt();
  const command = [process.execPath, ...options, vmtop, '--scenario', 'aim7-small'];
  const pty = startPty(command, { columns: 200, rows: 60 });
  const from = performance.now();
  for (const second of seconds) {
    await pause(Math.max(0, from + 1000 * second - performance.now()));
    const live = await liveHeap(port);
    print(`screen, 200x60, after ${second} s: ${live.toFixed(1)} MB live (hold 40): ${hold([live, '<=', 40])}`);
  }
  pty.write('q');
  await pty.exited;
}

/** High-water mark of the resident set. */
function residentMb(pid = 0): number {
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

function print(line: string): void {
  process.stdout.write(`memory: ${line}\n`);
}
