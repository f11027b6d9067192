// The screen's own cost, key latency and start, in a real pty. Run: node test/bench/screen.ts [cost|keys|start]
//
// * cost: CPU time of the process in percent of one core and bytes to the terminal, everything changing ten times a second
//   (the demo session, whose frames are made in the same process and are counted too).
// * keys: from a key written into the pty to its echo on the reconstructed screen, at random times, while a worker thread
//   of the program saturates a core.
// * start: from spawning to --help being over, and to the first whole frame.

import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Pty, startPty } from '../e2e/pty.ts';
import { buildDemo } from '../tui/build-demo.ts';
import { hold } from './hold.ts';

const SIZES = [
  [80, 24, 8],
  [120, 40, 10],
  [200, 60, 16],
] as const;

const SECONDS = 8;
const KEYS = 80;
const STARTS = 9;

const vmtop = fileURLToPath(new URL('../../bin/vmtop.js', import.meta.url));

async function cost(demo: string): Promise<void> {
  for (const [columns, rows, most] of SIZES) {
    const pty = startPty([process.execPath, demo], { columns, rows });
    await pause(3000);
    const before = { cpu: cpuSeconds(pty.pid), bytes: pty.received(), at: performance.now() };
    await pause(SECONDS * 1000);
    const seconds = (performance.now() - before.at) / 1000;
    const share = (100 * (cpuSeconds(pty.pid) - before.cpu)) / seconds;
    const rate = (pty.received() - before.bytes) / 1024 / seconds;
    const verdict = hold([share, '<=', most]);
    print(
      `cost ${columns}x${rows}: ${share.toFixed(1)} % of a core (hold ${most}), ${rate.toFixed(0)} KB/s: ${verdict}`,
    );
    await quit(pty);
  }
}

async function keys(demo: string): Promise<void> {
  for (const [columns, rows] of SIZES) {
    const pty = startPty([process.execPath, demo], { columns, rows, env: { DEMO_BUSY: '1' } });
    await pty.waitFor((text) => text.includes('_raw_spin_lock'));
    pty.write('/');
    await pty.waitFor((text) => text.includes('/_'));
    const times: number[] = [];
    for (let index = 0; index < KEYS; index++) times.push(await oneKey(pty, index));
    const sorted = times.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(share * KEYS)] ?? Number.NaN;
    const [p50, p95, max] = [at(0.5), at(0.95), at(0.999)];
    const verdict = hold([p50, '<=', 15], [p95, '<=', 50]);
    print(`keys ${columns}x${rows}: p50 ${ms(p50)} (hold 15), p95 ${ms(p95)} (hold 50), max ${ms(max)}: ${verdict}`);
    pty.write('\u001b');
    await pty.waitFor((text) => !text.includes('Esc cancel'));
    await quit(pty);
  }
}

/** Types a letter into the filter, sees it, erases it again. */
async function oneKey(pty: Pty, index: number): Promise<number> {
  await pause((index * 37) % 211);
  const from = performance.now();
  pty.write('x');
  await pty.waitFor((text) => text.includes('/x_'));
  const took = performance.now() - from;
  pty.write('\u007f');
  await pty.waitFor((text) => text.includes('/_'));
  return took;
}

async function start(demo: string): Promise<void> {
  const help = await median(async () => {
    const pty = startPty([process.execPath, vmtop, '--help'], { columns: 120, rows: 40 });
    await pty.exited;
  });
  print(`start --help: p50 ${help.toFixed(0)} ms (hold 150): ${hold([help, '<=', 150])}`);
  const frame = await median(async () => {
    const pty = startPty([process.execPath, demo], { columns: 120, rows: 40 });
    await pty.waitFor((text) => text.includes('Hot symbols') && text.includes('q quit'));
    pty.kill('SIGKILL');
    await pty.exited;
  });
  print(`start, first frame of the demo session: p50 ${frame.toFixed(0)} ms (hold 350): ${hold([frame, '<=', 350])}`);
}

async function median(run: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < STARTS; index++) {
    const from = performance.now();
    await run();
    times.push(performance.now() - from);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(STARTS / 2)] ?? Number.NaN;
}

/** utime and stime, in ticks of 10 ms. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function quit(pty: Pty): Promise<void> {
  pty.write('q');
  await pty.exited;
}

const ms = (time: number): string => `${time.toFixed(1)} ms`;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const wanted = process.argv.slice(2);
const demo = await buildDemo();
for (const [name, bench] of Object.entries({ cost, keys, start })) {
  if (wanted.length === 0 || wanted.includes(name)) await bench(demo);
}
process.exit(0);
