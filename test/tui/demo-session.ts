// A session without a simulation: it answers controls and posts generated frames, for looking at the screen and testing it.
// Time advances by the number of frames, so that a screen depends on nothing but the frame at which it is taken.

import { SECOND } from '../../src/base/time.ts';
import { type Bus, createBus } from '../../src/bus/bus.ts';
import type { Control, RunInfo, Session } from '../../src/session/session.ts';
import type { Command } from '../../src/simulation/command.ts';
import { DEMO_METRICS, type DemoSituation, demoFrame } from './demo-frames.ts';

export interface DemoOptions {
  readonly cpus: number;
  readonly fps: number;
  /** Pause by itself at this frame; 0 never. */
  readonly stopAt: number;
}

export const demoInfo = (cpus: number): RunInfo => ({
  scenario: 'aim7',
  title: 'AIM7 collapse of the shared anon_vma',
  source: 'commit 5beb49305251',
  seed: 1,
  cpus: Array.from({ length: cpus }, (_, id) => ({ id, node: Math.floor(id / 16) })),
  memoryBytes: 2 ** 34,
  flips: [{ key: '1', subsystem: 'rmap', old: 'shared', new: 'chain' }],
  subsystems: [{ id: 'rmap', variants: ['shared-brk', 'shared', 'chain', 'chain-degree'] }],
  load: { unit: 'users', step: 500, max: 40_000, metric: 'load.users' },
  metrics: DEMO_METRICS,
  charts: [
    { title: 'Jobs/min', unit: '', max: null, metrics: ['aim7.jobsPerMinute'] },
    { title: 'CPU time', unit: '%', max: 1, metrics: ['cpu.user', 'cpu.sys', 'cpu.spin', 'cpu.iowait'] },
    { title: 'Walk length', unit: '', max: null, metrics: ['rmap.walkMean'] },
  ],
  headline: ['load.users', 'aim7.jobsPerMinute', 'rmap.walkMean', 'rmap.oldPages', 'memory.free'],
  grain: 'A job grows its heap in one batch of faults.',
});

const CLIFF = 9700;

export function createDemoSession(options: DemoOptions): Session {
  const bus = createBus();
  let now: DemoSituation = {
    seq: 0,
    atNs: 0,
    intervalNs: SECOND / 10,
    users: 6000,
    variant: 'shared',
    pressure: 0,
    cpus: options.cpus,
    slowDisk: false,
  };
  let paused = false;
  let pace = 1;
  const status = (): void => {
    bus.emit('status', { paused, pace, ratio: pace > 1 ? 1 : pace, phase: '', express: null, eventsPerSecond: 1e6 });
  };
  const advance = (): void => {
    now = progress(now, pace);
    bus.emit('frame', demoFrame(now));
    if (now.seq === 20) bus.emit('caption', 'Users arrive. Everybody forks from one parent.');
    if (now.seq === options.stopAt) setPaused(true);
  };
  const setPaused = (wanted: boolean): void => {
    paused = wanted;
    status();
  };
  const turn = (): void => {
    if (!paused) advance();
    if (now.seq % 10 === 0) status();
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    info: demoInfo(options.cpus),
    bus,
    start() {
      timer = setInterval(turn, 1000 / options.fps);
    },
    send(control: Control) {
      if (control.kind === 'pause' || control.kind === 'resume') setPaused(control.kind === 'pause');
      else if (control.kind === 'pace') pace *= control.factor;
      else if (control.kind === 'step') {
        setPaused(true);
        advance();
      } else now = carryOut(now, control, bus);
    },
    close() {
      clearInterval(timer);
      return Promise.resolve();
    },
  };
}

function progress(now: DemoSituation, pace: number): DemoSituation {
  const towards = now.variant === 'shared' && now.users > CLIFF ? 1 : 0;
  return {
    ...now,
    seq: now.seq + 1,
    atNs: now.atNs + Math.round(now.intervalNs * pace),
    users: now.users + (now.users < 12_000 ? 50 : 0),
    pressure: now.pressure + (towards - now.pressure) * 0.1,
  };
}

function carryOut(now: DemoSituation, command: Command, bus: Bus): DemoSituation {
  if (command.kind === 'flip') {
    const text = `${command.subsystem} ${now.variant} -> ${command.variant}`;
    bus.emit('marker', { atNs: now.atNs, kind: 'flip', text, detail: '41,233 VMAs handed over in 3.10ms' });
    return { ...now, variant: command.variant };
  }
  if (command.kind === 'load') return { ...now, users: command.target };
  if (command.kind === 'kill') return { ...now, users: 0 };
  bus.emit('marker', { atNs: now.atNs, kind: 'fault', text: command.fault.kind, detail: '' });
  return { ...now, slowDisk: command.fault.kind === 'slow-disk' };
}
