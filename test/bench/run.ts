// All engine benchmarks against their peers, side by side in one run: `npm run bench`. Medians of five fresh processes
// each, taken in turn. Needs g++ and Debian's python3-simpy3; what is missing is said and left out. Each is built as it is
// shipped: ours is bundled as build.js does it, C++ is compiled with -O3.
//
// Figures are CPU time, so that a busy neighbour does not count; it still costs cache: read the ratios.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { frames } from '../../bundle/frames/plugin.ts';
import { writeExponentials } from './exponentials.ts';
import { hold } from './hold.ts';

const RUNS = 5;
const CXX = process.env['CXX'] ?? 'g++';
const here = import.meta.dirname;
const work = mkdtempSync(join(tmpdir(), 'vmtop-bench-'));
const table = join(work, 'table');

type Figures = Readonly<Record<string, number>>;
type Program = (...args: number[]) => Figures;

const output = (file: string, args: readonly string[]): Figures =>
  JSON.parse(execFileSync(file, args, { encoding: 'utf8' })) as Figures;

async function bundled(name: string): Promise<Program> {
  const bundle = join(work, `${name}.mjs`);
  const options = { bundle: true, format: 'esm', platform: 'node', target: 'node22.12' } as const;
  await build({ ...options, plugins: [frames], entryPoints: [join(here, `${name}.ts`)], outfile: bundle });
  return (...args) => output(process.execPath, ['--expose-gc', bundle, ...args.map(String)]);
}

function compiled(name: string): Program | null {
  const binary = join(work, name);
  try {
    execFileSync(CXX, ['-std=c++20', '-O3', '-o', binary, join(here, `${name}.cpp`)], { stdio: 'pipe' });
  } catch {
    return null;
  }
  return (...args) => output(binary, [...args.map(String), table]);
}

function simpy(name: string): Program | null {
  try {
    execFileSync('/usr/bin/python3', ['-c', 'import simpy'], { stdio: 'pipe' });
  } catch {
    return null;
  }
  return (...args) => output('/usr/bin/python3', [join(here, `${name}.py`), ...args.map(String), table]);
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Median of each program's figure; the programs take turns. */
function turns(figure: string, programs: readonly (readonly [Program | null, readonly number[]])[]): number[] {
  const results = programs.map((): number[] => []);
  for (let run = 0; run < RUNS; run++) {
    for (const [index, [program, args]] of programs.entries()) {
      if (program !== null) results[index]?.push(program(...args)[figure] as number);
    }
  }
  return results.map(median);
}

const cell = (value: number, unit: string): string => (Number.isNaN(value) ? 'missing' : `${value.toFixed(0)} ${unit}`);
const ratio = (value: number): string => (Number.isNaN(value) ? '-' : `${value.toFixed(2)}x`);
const row = (...cells: readonly string[]): void =>
  console.log(cells.map((text, index) => (index === 0 ? text.padEnd(38) : text.padStart(14))).join(''));

async function lockModel(): Promise<void> {
  const [ours, cpp, python] = [await bundled('lock-model'), compiled('lock-model'), simpy('lock-model')];
  row('lock section', 'vmtop', 'C++20 coro', 'SimPy', 'vmtop/C++', 'SimPy/vmtop', 'hold');
  for (const cpus of [4, 64]) {
    for (const depth of [1, 2, 4]) {
      const [a = Number.NaN, b = Number.NaN, c = Number.NaN] = turns('nsPerSection', [
        [ours, [cpus, 3_000_000, depth]],
        [cpp, [cpus, 3_000_000, depth]],
        [python, [cpus, 60_000, depth]],
      ]);
      const name = `${cpus} CPUs, ${depth} generator levels`;
      const verdict = depth === 4 ? hold([a / b, '<=', 4], [c / a, '>=', 10]) : '';
      row(name, cell(a, 'ns'), cell(b, 'ns'), cell(c, 'ns'), ratio(a / b), ratio(c / a), verdict);
    }
  }
  console.log('hold: 4 levels <= 4x C++ and >= 10x SimPy; vmtop with all statistics on, the peers with none\n');
}

async function holdModel(): Promise<void> {
  const [ours, cpp] = [await bundled('hold-model'), compiled('hold-model')];
  row('event queue, pop + push', 'vmtop', 'std::priority', '', 'vmtop/C++', 'hold');
  for (const pending of [64, 1000, 32_000]) {
    const [a = Number.NaN, b = Number.NaN] = turns('nsPerHold', [
      [ours, [pending, 3_000_000]],
      [cpp, [pending, 3_000_000]],
    ]);
    row(`${pending} pending`, cell(a, 'ns'), cell(b, 'ns'), '', ratio(a / b), hold([a / b, '<=', 1.3]));
  }
  console.log('hold: <= 1.3x\n');
}

async function manyTasks(): Promise<void> {
  const ours = await bundled('many-tasks');
  for (const cpus of [8, 64]) {
    const {
      eventsPerSecond = Number.NaN,
      rssMb = 0,
      liveMb = Number.NaN,
      idleShare = 0,
    } = ours(30_000, cpus, 5_000_000);
    const idle = `${(100 * idleShare).toFixed(0)} % idle`;
    row(
      `30000 tasks, ${cpus} CPUs`,
      `${(eventsPerSecond / 1e6).toFixed(2)} M ev/s`,
      `${liveMb.toFixed(0)} MB live, ${rssMb.toFixed(0)} MB resident`,
      idle,
      cpus === 8 ? hold([eventsPerSecond, '>=', 4e6], [liveMb, '<=', 150]) : '',
    );
  }
  console.log('hold: >= 4 M events/s, <= 150 MB live on 8 CPUs');
}

writeExponentials(table);
await lockModel();
await holdModel();
await manyTasks();
rmSync(work, { recursive: true });
