// A program in a real pseudo terminal, seen through a terminal emulator: tests look at the reconstructed screen, never at
// bytes, and wait for what they want to see instead of sleeping.

import { createRequire } from 'node:module';
import { type IPty, spawn } from '@lydell/node-pty';
import type * as Xterm from '@xterm/headless';

// CommonJS without names that Node could find for an import.
const { Terminal } = createRequire(import.meta.url)('@xterm/headless') as typeof Xterm;

export interface PtyOptions {
  readonly columns: number;
  readonly rows: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface Exit {
  readonly code: number;
  readonly signal: number;
}

export interface Pty {
  readonly pid: number;
  /** The emulator, for whoever wants colours too. */
  readonly terminal: Xterm.Terminal;
  readonly exited: Promise<Exit>;
  /** The screen's rows, without blanks at their ends. */
  rows(): readonly string[];
  text(): string;
  /** Whether the program is on the alternate screen. */
  onAlternateScreen(): boolean;
  wraps(): boolean;
  cursorShown(): boolean;
  /** Bytes received so far. */
  received(): number;
  write(keys: string): void;
  resize(columns: number, rows: number): void;
  kill(signal: string): void;
  /** Resolves with the screen's text as soon as `wanted` holds; fails with the screen after `patienceMs`. */
  waitFor(wanted: (text: string, rows: readonly string[]) => boolean, patienceMs?: number): Promise<string>;
}

const PATIENCE_MS = 15_000;

export function startPty(command: readonly string[], options: PtyOptions): Pty {
  const [file = '', ...args] = command;
  const { columns, rows } = options;
  const pty = spawn(file, args, { cols: columns, rows, cwd: options.cwd ?? process.cwd(), env: environment(options) });
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true });
  const watch = watchOutput(pty, terminal);
  const readRows = (): readonly string[] => screenRows(terminal);
  return {
    pid: pty.pid,
    terminal,
    exited: new Promise((resolve) => pty.onExit((exit) => resolve({ code: exit.exitCode, signal: exit.signal ?? 0 }))),
    rows: readRows,
    text: () => readRows().join('\n'),
    onAlternateScreen: () => terminal.buffer.active.type === 'alternate',
    wraps: () => terminal.modes.wraparoundMode,
    cursorShown: watch.cursorShown,
    received: watch.received,
    write: (keys) => pty.write(keys),
    resize(wide, high) {
      terminal.resize(wide, high);
      pty.resize(wide, high);
    },
    kill: (signal) => pty.kill(signal),
    waitFor: (wanted, patienceMs = PATIENCE_MS) =>
      watch.until(() => wanted(readRows().join('\n'), readRows()), patienceMs),
  };
}

/** Nothing of the tester's own terminal or habits gets through. */
const environment = (options: PtyOptions): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '',
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  ...options.env,
});

function watchOutput(pty: IPty, terminal: Xterm.Terminal) {
  const checks = new Set<() => void>();
  let bytes = 0;
  let cursor = true;
  pty.onData((data) => {
    bytes += Buffer.byteLength(data);
    cursor = lastCursorState(data, cursor);
    terminal.write(data, () => {
      for (const check of [...checks]) check();
    });
  });
  const until = (holds: () => boolean, patienceMs: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        checks.delete(check);
      };
      const check = (): void => {
        // Ink brackets a frame (DEC 2026): in the middle of one there is nothing to look at.
        if (terminal.modes.synchronizedOutputMode || !holds()) return;
        done();
        resolve(screenRows(terminal).join('\n'));
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`not seen within ${patienceMs} ms; the screen:\n${screenRows(terminal).join('\n')}`));
      }, patienceMs);
      checks.add(check);
      check();
    });
  return { until, received: () => bytes, cursorShown: () => cursor };
}

function lastCursorState(data: string, before: boolean): boolean {
  const shown = data.lastIndexOf('\u001b[?25h');
  const hidden = data.lastIndexOf('\u001b[?25l');
  return shown === hidden ? before : shown > hidden;
}

function screenRows(terminal: Xterm.Terminal): readonly string[] {
  const { active } = terminal.buffer;
  return Array.from(
    { length: terminal.rows },
    (_, row) => active.getLine(active.viewportY + row)?.translateToString(true, 0, terminal.cols) ?? '',
  );
}
