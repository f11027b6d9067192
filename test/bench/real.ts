// The real program with its real simulation in a pty: start, echo of a key, effect of a key. Needs the built program.
// Run: node test/bench/real.ts [scenario]
//
// * start: from spawning to the first whole screen, and to the first figures of the simulation on it.
// * echo: a letter typed into the filter, seen on the reconstructed screen, while the simulation saturates its core.
// * effect: `+` pressed, the marker that the simulation made of it seen.

import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Pty, startPty } from '../e2e/pty.ts';
import { hold } from './hold.ts';

const vmtop = fileURLToPath(new URL('../../bin/vmtop.js', import.meta.url));
const [name = 'aim7'] = process.argv.slice(2);
const STARTS = 7;
const KEYS = 40;

const begin = (): Pty => startPty([process.execPath, vmtop, name], { columns: 120, rows: 40 });

async function start(): Promise<void> {
  const screens: number[] = [];
  const figures: number[] = [];
  for (let index = 0; index < STARTS; index++) {
    const from = performance.now();
    const pty = begin();
    await pty.waitFor((text) => text.includes('Hot symbols') && text.includes('q quit'), 60_000);
    screens.push(performance.now() - from);
    await pty.waitFor((text) => text.includes('[k]'), 60_000);
    figures.push(performance.now() - from);
    pty.kill('SIGKILL');
    await pty.exited;
  }
  const { p50, text } = quantiles(screens);
  print(`start of ${name}, first screen: ${text} (hold p50 350): ${hold([p50, '<=', 350])}`);
  print(`start of ${name}, first figures: ${quantiles(figures).text}`);
}

/** Milliseconds until `seen` holds after `keys`. */
async function after(pty: Pty, keys: string, seen: (text: string) => boolean): Promise<number> {
  const from = performance.now();
  pty.write(keys);
  await pty.waitFor(seen, 60_000);
  return performance.now() - from;
}

async function echo(pty: Pty): Promise<void> {
  const times: number[] = [];
  await after(pty, '/', (text) => text.includes('/_'));
  for (let index = 0; index < KEYS; index++) {
    await pause((index * 37) % 211);
    times.push(await after(pty, 'x', (text) => text.includes('/x_')));
    await after(pty, '\u007f', (text) => text.includes('/_'));
  }
  await after(pty, '\u001b', (text) => !text.includes('Esc cancel'));
  const { p50, p95, text } = quantiles(times);
  print(`echo of a key: ${text} (hold p50 15, p95 50): ${hold([p50, '<=', 15], [p95, '<=', 50])}`);
}

async function effect(pty: Pty): Promise<void> {
  const times: number[] = [];
  for (let index = 0; index < KEYS / 2; index++) {
    await pause((index * 37) % 211);
    const before = loadNotice(pty.text());
    times.push(await after(pty, index % 2 === 0 ? '+' : '-', (text) => loadNotice(text) !== before));
  }
  const { p95, text } = quantiles(times);
  print(`effect of a key: ${text} (hold p95 150): ${hold([p95, '<=', 150])}`);
}

/** The marker's line names its instant, so it is another one each time. */
const loadNotice = (text: string): string => /^.*load -> \d+/m.exec(text)?.[0] ?? '';

/** Of times in ms. */
function quantiles(times: readonly number[]): { readonly p50: number; readonly p95: number; readonly text: string } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  const [p50, p95, max] = [at(0.5), at(0.95), at(1)];
  return { p50, p95, text: `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, max ${max.toFixed(0)} ms` };
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

await start();
const pty = begin();
await pty.waitFor((text) => text.includes('[k]') && / fill \d/.test(text) === false, 120_000);
await echo(pty);
await effect(pty);
pty.write('q');
await pty.exited;
process.exit(0);
