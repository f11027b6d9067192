// The one off-screen blessed screen on which all widgets draw, and from which their cells are read back.
//
// * blessed must not get hold of the process: its exit and signal handlers are kept out before the first screen is made,
//   for together with Ink's they would make SIGTERM and SIGINT ineffective.
// * The screen is never destroyed: blessed would try to take away handlers that it never installed.

import { PassThrough } from 'node:stream';
import blessed, { type Widgets } from 'blessed';

export interface Cell {
  /** Colour number as given to the widget, or -1. */
  readonly colour: number;
  readonly character: string;
}

export interface Offscreen {
  attach(widget: Widgets.BlessedElement): void;
  detach(widget: Widgets.BlessedElement): void;
  /** What `widget` draws into the upper left corner. */
  read(widget: Widgets.BlessedElement, columns: number, rows: number): readonly (readonly Cell[])[];
}

/** blessed's cells: attributes and character, in place. */
type RawCell = [attributes: number, character: string];

interface RawScreen {
  lines: RawCell[][];
  readonly dattr: number;
  _borderStops: Record<string, unknown>;
  draw: () => void;
  render: () => void;
}

const COLUMNS = 400;
const ROWS = 200;

export function createOffscreen(): Offscreen {
  keepHandlersOut();
  const screen = blessed.screen({
    input: new PassThrough(),
    output: sink(),
    terminal: 'xterm-256color',
    forceUnicode: true,
  });
  const raw = screen as unknown as RawScreen;
  Object.assign(raw, { draw: nothing, render: nothing });
  return {
    attach: (widget) => screen.append(widget),
    detach: (widget) => screen.remove(widget),
    read(widget, columns, rows) {
      clear(raw, columns, rows);
      raw._borderStops = {};
      (widget as unknown as { render(): void }).render();
      return raw.lines.slice(0, rows).map((line) => line.slice(0, columns).map(toCell));
    },
  };
}

const nothing = (): void => {};

/** Both classes believe that their handlers are installed already. Their typing does not name them. */
function keepHandlersOut(): void {
  const classes = blessed as unknown as Record<'Screen' | 'Program', { _bound: boolean }>;
  classes.Screen._bound = true;
  classes.Program._bound = true;
}

function sink(): PassThrough {
  const output = new PassThrough().resume();
  return Object.assign(output, { columns: COLUMNS, rows: ROWS, isTTY: true });
}

function clear(screen: RawScreen, columns: number, rows: number): void {
  for (const line of screen.lines.slice(0, rows)) {
    for (const cell of line.slice(0, columns)) {
      cell[0] = screen.dattr;
      cell[1] = ' ';
    }
  }
}

const DEFAULT_COLOUR = 0x1ff;

function toCell([attributes, character]: RawCell): Cell {
  const colour = (attributes >> 9) & 0x1ff;
  return { colour: colour === DEFAULT_COLOUR ? -1 : colour, character };
}
