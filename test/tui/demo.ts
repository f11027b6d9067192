// The screen on top of the demo session, as a program for the pty tests and for looking at it: `npm run demo`-free,
// see build-demo.ts. Settings come from the environment.

import { type ColourLevel, runTui } from '../../src/tui/index.tsx';
import { createDemoSession } from './demo-session.ts';

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);

const session = createDemoSession({
  cpus: number('DEMO_CPUS', 8),
  fps: number('DEMO_FPS', 10),
  stopAt: number('DEMO_STOP', 0),
});
process.exitCode = await runTui(session, {
  colour: (process.env['DEMO_COLOUR'] ?? '256') as ColourLevel,
  ascii: process.env['DEMO_ASCII'] === '1',
  fps: number('DEMO_FPS', 10),
  debug: true,
});
