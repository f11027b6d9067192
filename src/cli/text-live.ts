// The live screen's stand-in where there is no terminal: one report per phase of the timeline, as fast as it goes.

import { EXIT } from '../base/exit-codes.ts';
import { SECOND } from '../base/time.ts';
import type { Frame } from '../observe/frame.ts';
import { instant } from '../report/format.ts';
import { textReport } from '../report/text.ts';
import { runHeadless } from '../session/headless.ts';
import { keepHeapLean } from '../session/lean-heap.ts';
import { reproduceCommand } from '../session/reproduce.ts';
import { type StartOptions, startRun } from '../session/start-run.ts';
import { endOnInterrupt, reproducibly } from './exit.ts';
import { requireServed } from './late-commands.ts';

/** Without a timeline there is no end; a minute shows what goes on. */
const WITHOUT_TIMELINE_NS = 60 * SECOND;

export async function textLive(options: StartOptions): Promise<number> {
  const output = new Output();
  keepHeapLean();
  const run = startRun(options, {
    phase: () => output.hold(),
    // A story that is ended from outside says so before it ends.
    caption: (text) => {
      output.hold();
      if (text !== '') output.write(`${text}\n\n`);
    },
    marker: ({ atNs, text, detail }) =>
      output.write(`[${instant(atNs)}] ${[text, detail].filter(Boolean).join(', ')}\n\n`),
  });
  const { info, driver, scenario } = run;
  const show = (frame: Frame): void => {
    process.stdout.write(`${textReport(frame, { title: info.title, metrics: info.metrics, rows: 12 })}\n`);
  };
  let phase = driver.phase;
  const onFrame = (frame: Frame): void => {
    if (phase !== undefined && driver.phase !== phase) show(frame);
    phase = driver.phase;
    output.release();
  };
  endOnInterrupt();
  const untilNs = scenario.timeline.length === 0 ? WITHOUT_TIMELINE_NS : null;
  const end = await reproducibly(
    () => reproduceCommand(run, options),
    () => runHeadless(run, { untilNs, everyNs: scenario.tick, onFrame }),
  );
  if (untilNs !== null) show(end);
  requireServed(driver);
  return EXIT.ok;
}

/** A phase begins before the frame is there with which the one before it is reported: its words wait for that. */
class Output {
  private held: string[] | null = null;

  hold(): void {
    this.held ??= [];
  }

  write(text: string): void {
    if (this.held === null) process.stdout.write(text);
    else this.held.push(text);
  }

  release(): void {
    process.stdout.write((this.held ?? []).join(''));
    this.held = null;
  }
}
