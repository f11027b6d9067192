// Is the pace kept? A scenario's whole timeline in the worker thread as the screen has it, ten frames a second, without a
// screen. Needs the built program. Run: node test/bench/live.ts [scenario] [seconds of wall time at most]
//
// Per phase: simulated seconds per wall second, asked for and reached, and per second of CPU time of all threads, which a busy machine
// does not change much. Hold: at least 0.95 of what was asked for; express has no pace.

import { findScenario } from '../../src/scenario/find-scenario.ts';
import { KNOWN } from '../../src/scenario/known.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import { openSession } from '../../src/session/open-session.ts';
import { hold } from './hold.ts';

/** Of the pace that was asked for. */
const LEAST = 0.95;
const WORKER = new URL('../../dist/worker.js', import.meta.url);
const [name = 'aim7', patience = '600'] = process.argv.slice(2);

interface PhaseFigures {
  readonly label: string;
  /** Asked for; null is express. */
  readonly pace: number | null;
  readonly wallMs: number;
  readonly cpuS: number;
  readonly atNs: number;
}

const scenarioPath = findScenario(name);
const { timeline, pace: usual } = readScenario(scenarioPath, { catalogue: KNOWN });
const session = await openSession({ scenarioPath, seed: 1, set: {}, fps: 10, at: [] }, WORKER);

const phases: PhaseFigures[] = [];
let atNs = 0;
let pace: number | null = null;
let frames = 0;
let events = 0;

function close(): void {
  const last = phases.at(-1);
  if (last === undefined) return;
  const seconds = (performance.now() - last.wallMs) / 1000;
  const simulated = (atNs - last.atNs) / 1e9;
  const reached = simulated / seconds;
  const perCpu = (simulated / (cpuSeconds() - last.cpuS)).toFixed(1);
  const asked = last.pace === null ? 'express' : `asked ${last.pace}x`;
  const share = last.pace === null ? '' : ` = ${(reached / last.pace).toFixed(2)}`;
  const rest = `${perCpu}x per CPU, ${seconds.toFixed(1)} s, ${(frames / seconds).toFixed(1)} frames/s, ${(events / 1e6).toFixed(1)} M events/s at its end`;
  const verdict = last.pace === null ? '' : `: ${hold([reached / last.pace, '>=', LEAST])}`;
  print(`${last.label.padEnd(10)} ${asked.padEnd(10)} reached ${reached.toFixed(2)}x${share}, ${rest}${verdict}`);
}

function open(): void {
  close();
  const phase = timeline[phases.length];
  frames = 0;
  pace = phase?.express === true ? null : (phase?.pace ?? usual);
  phases.push({ label: phase?.label ?? 'after', pace, wallMs: performance.now(), cpuS: cpuSeconds(), atNs });
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const over = new Promise<string>((resolve) => {
  // Every phase of the scenarios here has a caption, which is told when it begins.
  session.bus.on('caption', open);
  session.bus.on('frame', (frame) => {
    atNs = frame.atNs;
    frames++;
  });
  session.bus.on('status', (status) => {
    events = status.eventsPerSecond;
  });
  session.bus.on('end', () => resolve('the timeline is over'));
  session.bus.on('failed', ({ message }) => resolve(`failed: ${message}`));
  setTimeout(() => resolve('out of patience'), Number(patience) * 1000);
});
const from = performance.now();
session.start();
const why = await over;
close();
print(`${name}: ${why} after ${((performance.now() - from) / 1000).toFixed(0)} s; hold: reached >= ${LEAST} of asked`);
await session.close();
process.exit(0);
