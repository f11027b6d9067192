// Same seed and commands, same run: whatever drives it, however it is cut into slices, whoever looks at it.

import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { MS, SECOND } from '../../src/base/time.ts';
import { runHeadless } from '../../src/session/headless.ts';
import { Pacer } from '../../src/session/pacer.ts';
import type { FromWorker } from '../../src/session/protocol.ts';
import { Pump } from '../../src/session/pump.ts';
import { type Run, startRun } from '../../src/session/start-run.ts';
import type { LoggedCommand } from '../../src/simulation/command.ts';

const scenarioPath = fileURLToPath(new URL('../cli/files/tree.yaml', import.meta.url));
const FLIP = { kind: 'flip', subsystem: 'rmap', variant: 'chain' } as const;
const BACK = { kind: 'flip', subsystem: 'rmap', variant: 'shared' } as const;

const start = (at: readonly LoggedCommand[] = []): Run => startRun({ scenarioPath, seed: 5, set: {}, at });

/** What a run comes to: everything that is counted, and what was done to it. */
const summary = ({ simulation, driver, observer }: Run) => {
  observer.tick();
  return {
    now: simulation.now,
    events: simulation.events,
    hash: simulation.hash(),
    log: driver.log,
    metrics: observer.metrics(),
  };
};

async function headless(run: Run, everyNs: number, untilNs = 2 * SECOND): Promise<void> {
  await runHeadless(run, { untilNs, everyNs, onFrame: () => undefined });
}

it('does not depend on steps or frames', async () => {
  const [whole, cut, single] = [start(), start(), start()];
  await headless(whole, 2 * SECOND);
  await headless(cut, 7 * MS + 1);
  while (!single.driver.advance(2 * SECOND, 3)) single.observer.frame();
  expect(summary(cut)).toEqual(summary(whole));
  expect(summary(single)).toEqual(summary(whole));
});

/** Plays a live session on a clock that runs as it likes, with flips at odd moments, to just before two seconds. */
function playLive(run: Run, unevenMs: readonly number[]): void {
  let wall = 0;
  let looks = 0;
  const clock = (): number => {
    wall += (unevenMs[looks++ % unevenMs.length] ?? 1) / 100;
    return wall;
  };
  const pacer = new Pacer(run.driver, clock, 1);
  const post = (message: FromWorker): void => {
    if (message.kind === 'frame') pump.take({ kind: 'frame-taken' });
  };
  const pump = new Pump({ driver: run.driver, pacer, observer: run.observer, fps: 30, clock, post });
  pump.take({ kind: 'start' });
  const presses = [
    { atNs: 0.61 * SECOND, command: FLIP },
    { atNs: 0.83 * SECOND, command: BACK },
  ];
  while (run.driver.now < 1.9 * SECOND) {
    const idle = pump.turn();
    wall += Math.min(idle, 8);
    while (presses[0] !== undefined && run.driver.now >= presses[0].atNs) {
      pump.take({ kind: 'control', control: presses[0].command });
      presses.shift();
    }
  }
}

it('a live session with flips is made again headless from its commands', async () => {
  const live = start();
  playLive(live, [1, 30, 2, 500, 9]);
  expect(live.driver.given.map(({ command }) => command)).toEqual([FLIP, BACK]);
  while (!live.driver.advance(2 * SECOND, 1000));

  const again = start(live.driver.given);
  await headless(again, SECOND);
  expect(summary(again)).toEqual(summary(live));
});

it('a flip makes another run', async () => {
  const [plain, flipped] = [start(), start([{ atNs: 200 * MS, command: FLIP }])];
  await Promise.all([headless(plain, SECOND), headless(flipped, SECOND)]);
  expect(summary(flipped).hash).not.toBe(summary(plain).hash);
});
