// The live screen of a session.
//
// Interface: runTui(opening, options) draws until the user leaves and returns the exit code. The screen is there before the
// session is; a session that cannot be opened ends it, and its error is thrown. stdin and stdout must be terminals;
// whether they are is decided by the caller.

import { type Instance, render } from 'ink';
import type { Control, Session } from '../session/session.ts';
import type { Plotter } from './charts/plot-geometry.ts';
import { drawBlocks, screenText } from './compose.ts';
import { type Ending, exitCode, lastWords } from './ending.ts';
import { layout } from './layout.ts';
import { layoutRequest } from './layout-request.ts';
import { chartsPanel } from './panels/charts/charts.ts';
import { saveScreen } from './save.ts';
import { Screen } from './screen.tsx';
import type { Effect } from './state/effect.ts';
import { initialState, unopened } from './state/state.ts';
import { createStore, type Store } from './state/store.ts';
import { subscribe } from './subscribe.ts';
import { openTerminal, type Suspender, type Terminal } from './terminal.ts';
import { type ColourLevel, createTheme, type Theme } from './theme/theme.ts';

export type { ColourLevel } from './theme/theme.ts';

export interface TuiOptions {
  /** Name of the scenario, shown until the session is there. */
  readonly scenario: string;
  readonly colour: ColourLevel;
  /** Draw with ASCII characters only. */
  readonly ascii: boolean;
  /** Frames per second that the session was asked for, 1..30. */
  readonly fps: number;
  /** Show the trace of an error. */
  readonly debug?: boolean;
}

/** What the parts of one live screen share. */
interface Desk {
  readonly opening: Promise<Session>;
  readonly options: TuiOptions;
  readonly theme: Theme;
  readonly store: Store;
  readonly terminal: Terminal;
  readonly end: (ending: Ending) => void;
  plotter: Plotter | null;
  suspender: Suspender | null;
}

export async function runTui(opening: Promise<Session>, options: TuiOptions): Promise<number> {
  const ending = Promise.withResolvers<Ending>();
  const desk = createDesk(opening, options, ending.resolve);
  const begun = opening.then((session) => begin(session, desk));
  begun.catch((error: unknown) => desk.end({ kind: 'refused', error }));
  const app = render(screenOf(desk), RENDER_OPTIONS);
  loadCharts(desk, app).catch((error: unknown) => desk.end({ kind: 'error', error }));
  const reason = await ending.promise;
  try {
    app.unmount();
  } catch (error) {
    // Drawing has failed, and once more for the last frame.
    desk.terminal.leaveScreen();
    throw reason.kind === 'error' ? reason.error : error;
  } finally {
    desk.terminal.restore();
    // Whatever became of the terminal: a simulation that runs on would keep the process alive.
    await begun.then((close) => close()).catch(() => undefined);
  }
  return sayGoodbye(desk, reason);
}

/** Lets the run begin; returns what ends it. */
function begin(session: Session, { store }: Desk): () => Promise<void> {
  store.dispatch({ kind: 'opened', info: session.info });
  const unsubscribe = subscribe(session, store);
  session.start();
  return () => {
    unsubscribe();
    return session.close();
  };
}

/** At the default of 30 the throttle would drop every second of thirty frames; at 60 keys are echoed sooner, too. */
const RENDER_OPTIONS = {
  alternateScreen: true,
  exitOnCtrlC: false,
  incrementalRendering: true,
  interactive: true,
  maxFps: 60,
} as const;

function createDesk(opening: Promise<Session>, options: TuiOptions, end: (ending: Ending) => void): Desk {
  const store = createStore(initialState(unopened(options.scenario), options.fps), (effect) => perform(desk, effect));
  const desk: Desk = {
    opening,
    options,
    theme: createTheme(options.colour, options.ascii),
    store,
    terminal: openTerminal(end, () => perform(desk, { kind: 'suspend' })),
    end,
    plotter: null,
    suspender: null,
  };
  return desk;
}

function perform(desk: Desk, effect: Effect): void {
  if (effect.kind === 'send') send(desk, effect.control);
  else if (effect.kind === 'quit') desk.end({ kind: 'quit', code: effect.code });
  else if (effect.kind === 'save') void save(desk);
  else void suspend(desk);
}

/** Keys that are pressed early wait for the session; one that cannot be opened ends the screen anyway. */
function send({ opening }: Desk, control: Control): void {
  opening.then(
    (session) => session.send(control),
    () => undefined,
  );
}

async function save({ store, theme, plotter }: Desk): Promise<void> {
  const state = store.get();
  const { columns, rows } = process.stdout;
  const placements = layout(layoutRequest(state, { columns, rows }));
  try {
    const screen = screenText(drawBlocks(state, placements ?? [], theme, chartsPanel(plotter)), rows);
    store.dispatch({ kind: 'notice', text: `saved ${await saveScreen(state, screen)}`, tone: 'done' });
  } catch (error) {
    store.dispatch({
      kind: 'notice',
      text: `not saved: ${error instanceof Error ? error.message : error}`,
      tone: 'failed',
    });
  }
}

async function suspend({ terminal, suspender, end }: Desk): Promise<void> {
  if (suspender === null) return;
  try {
    await terminal.suspend(suspender);
  } catch (error) {
    end({ kind: 'error', error });
  }
}

const screenOf = (desk: Desk) => (
  <Screen
    store={desk.store}
    theme={desk.theme}
    plotter={desk.plotter}
    fps={desk.options.fps}
    onReady={(suspender) => {
      desk.suspender = suspender;
    }}
  />
);

/** After the first frame: the widgets take longer to load than everything else. */
async function loadCharts(desk: Desk, app: Instance): Promise<void> {
  await app.waitUntilRenderFlush();
  const { createPlotter } = await import('./charts/line-plot.ts');
  desk.plotter = createPlotter();
  app.rerender(screenOf(desk));
}

/** The exit code; a signal ends the process itself, so that whoever waits for it learns of the signal. */
function sayGoodbye({ store, options }: Desk, reason: Ending): number {
  if (reason.kind === 'refused') throw reason.error;
  const { failure } = store.get();
  for (const words of lastWords(reason, failure, options.debug ?? false)) process.stderr.write(`${words}\n`);
  if (reason.kind === 'signal') process.kill(process.pid, reason.signal);
  return exitCode(reason, failure);
}
