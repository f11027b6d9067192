// The terminal: the only owner of the tty, but for output that fails (src/cli/exit.ts). Whatever happens, it is left as it was found.
//
// * Raw mode is on before anything is drawn: keys typed early are neither echoed nor lost.
// * Automatic wrapping (DECAWM) is off while we draw: a line that is too wide for a moment during a resize does not wrap.
// * Ink owns the alternate screen and the cursor; it leaves and restores them when it is unmounted.

import { writeSync } from 'node:fs';

const WRAP_OFF = '\u001b[?7l';
const WRAP_ON = '\u001b[?7h';
const MAIN_SCREEN_AND_CURSOR = '\u001b[?1049l\u001b[?25h';

/** Ink's way to hand over the terminal for the time of a callback. */
export type Suspender = (whileAway: () => Promise<void>) => Promise<void>;

/** Why the terminal wants the program to end. */
export type Farewell =
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'error'; readonly error: unknown };

export interface Terminal {
  /** Stop the whole job and wait until it is continued. */
  suspend(suspender: Suspender): Promise<void>;
  /** Does what Ink would do when it is unmounted, and could not. */
  leaveScreen(): void;
  /** Safe to call twice. */
  restore(): void;
}

const DEADLY: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

export function openTerminal(onFarewell: (farewell: Farewell) => void, onStop: () => void): Terminal {
  const removals = [
    ...DEADLY.map((signal) => listen(signal, () => onFarewell({ kind: 'signal', signal }))),
    listen('SIGTSTP', onStop),
    listen('uncaughtException', (error) => onFarewell({ kind: 'error', error })),
    listen('unhandledRejection', (error) => onFarewell({ kind: 'error', error })),
    listen('exit', wrapOn),
  ];
  process.stdin.setRawMode(true);
  process.stdout.write(WRAP_OFF);
  let open = true;
  return {
    suspend,
    leaveScreen() {
      writeNow(MAIN_SCREEN_AND_CURSOR);
      // Ink still listens for keys.
      process.stdin.unref();
    },
    restore() {
      if (!open) return;
      open = false;
      wrapOn();
      rawModeOff();
      process.stdin.pause();
      for (const remove of removals) remove();
    },
  };
}

async function suspend(suspender: Suspender): Promise<void> {
  await stopJob(async (whileAway) => {
    await suspender(async () => {
      wrapOn();
      await whileAway();
      process.stdout.write(WRAP_OFF);
    });
  });
}

/** Stops the whole job while the terminal is handed over, until somebody continues it. */
export async function stopJob(suspender: Suspender): Promise<void> {
  await suspender(async () => {
    const continued = new Promise<void>((resolve) => process.once('SIGCONT', () => resolve()));
    // Without the terminal's input nothing else may keep the process from ending before it hears the signal.
    const alive = setInterval(() => undefined, 1000);
    // The whole job, so that a shell or npm in front of us stops too. SIGTSTP would come back to our own handler.
    process.kill(0, 'SIGSTOP');
    await continued;
    clearInterval(alive);
  });
}

const wrapOn = (): void => writeNow(WRAP_ON);

/** Synchronous: it must also work while the process is going down. */
function writeNow(text: string): void {
  try {
    writeSync(1, text);
  } catch {
    // The terminal is gone, there is nothing to restore.
  }
}

function rawModeOff(): void {
  try {
    if (process.stdin.isTTY) process.stdin.setRawMode(false);
  } catch {
    // As above: its window was closed.
  }
}

function listen(event: string, listener: (payload: unknown) => void): () => void {
  process.on(event, listener);
  return () => process.off(event, listener);
}
