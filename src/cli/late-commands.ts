// Commands by --at that a run ends before.

import type { Ns } from '../base/time.ts';
import { UsageError } from '../base/usage-error.ts';
import { atText, durationText } from '../session/command-text.ts';
import type { Driver } from '../session/driver.ts';
import type { LoggedCommand } from '../simulation/command.ts';

/** Refuses a command at or behind the end of --for; at the very end it could not show in any figure. */
export function requireBefore(endNs: Ns, commands: readonly LoggedCommand[]): void {
  const late = commands.find(({ atNs }) => atNs >= endNs);
  if (late === undefined) return;
  const end = `the end of the run (--for ${durationText(endNs)})`;
  throw new UsageError(`--at: expected an instant before ${end}, got ${atText(late)}`);
}

/** The same where only the run itself can tell when its timeline is over. */
export function requireServed({ waiting: [late], now }: Pick<Driver, 'waiting' | 'now'>): void {
  if (late === undefined) return;
  const end = `the end of the timeline (${durationText(now)})`;
  throw new UsageError(`--at: expected an instant before ${end}, got ${atText(late)}; vmtop run --for lets it go on`);
}
