// The screen on top of the demo session, as a program for the pty tests, the benchmarks and for looking at it:
// node "$(node test/tui/build-demo.ts)". Settings come from the environment.

import { Worker } from 'node:worker_threads';
import type { Session } from '../../src/session/session.ts';
import { type ColourLevel, runTui } from '../../src/tui/index.tsx';
import { createDemoSession } from './demo-session.ts';

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);

/** As a simulation would, a worker thread keeps a core busy. */
const busy = process.env['DEMO_BUSY'] === '1' ? new Worker('for (;;) Math.sqrt(Math.random());', { eval: true }) : null;

const session = createDemoSession({
  cpus: number('DEMO_CPUS', 8),
  fps: number('DEMO_FPS', 10),
  stopAt: number('DEMO_STOP', 0),
});
/** At once; with DEMO_OPENING=late when SIGUSR2 comes; with DEMO_OPENING=refused never. */
async function open(): Promise<Session> {
  const when = process.env['DEMO_OPENING'];
  // Not once(): Ink would take a signal that nobody listens to any more for the end.
  if (when === 'late') await new Promise<void>((resolve) => process.on('SIGUSR2', () => resolve()));
  if (when === 'refused') throw new Error('refused');
  return session;
}

process.exitCode = await runTui(open(), {
  scenario: 'aim7',
  colour: (process.env['DEMO_COLOUR'] ?? '256') as ColourLevel,
  ascii: process.env['DEMO_ASCII'] === '1',
  fps: number('DEMO_FPS', 10),
  debug: true,
});
await busy?.terminate();
