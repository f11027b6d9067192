// Everything the screen depends on apart from its size. Immutable; changed only by update.ts.

import type { Failure, Status } from '../../bus/bus.ts';
import type { Frame, Marker } from '../../observe/frame.ts';
import type { ProfileSort } from '../../report/profile-table.ts';
import type { RunInfo } from '../../session/session.ts';
import { type Cursor, TOP } from './cursor.ts';
import { type FlipHistory, NO_FLIPS } from './flips.ts';
import { emptyHistory, type History } from './history.ts';
import { type LoadAsked, NO_LOAD } from './load-asked.ts';

/** The panels that keys can act on, in the order of Tab. */
export const FOCUSABLE = ['profile', 'locks', 'cpus', 'charts'] as const;
export type PanelId = (typeof FOCUSABLE)[number];

/** What the run has told of itself up to one instant. */
export interface Scene {
  /** Null until the first frame. */
  readonly frame: Frame | null;
  readonly history: History;
  readonly markers: readonly Marker[];
  readonly status: Status | null;
  readonly caption: string;
  /** The timeline is over. */
  readonly ended: boolean;
}

/** What keys mean at the moment. */
export type Mode =
  | { readonly kind: 'normal' }
  /** Typing a filter; `before` returns with Esc. */
  | { readonly kind: 'filter'; readonly before: string }
  | { readonly kind: 'help'; readonly top: number }
  | { readonly kind: 'faults'; readonly chosen: number }
  /** The list of all variants; `chosen` counts through those of all subsystems. */
  | { readonly kind: 'variants'; readonly chosen: number };

export interface Notice {
  readonly text: string;
  readonly tone: 'done' | 'failed' | 'marker';
  /** Frames for which it stays. */
  readonly framesLeft: number;
}

/** For which a notice stays while the run goes on. */
export const NOTICE_S = 6;
/** The same for what answers a key. */
export const ANSWER_S = 4;

export const noticeOf = ({ fps }: State, text: string, tone: Notice['tone'], seconds = NOTICE_S): Notice => ({
  text,
  tone,
  framesLeft: Math.ceil(seconds * fps),
});

export interface ListState {
  readonly cursor: Cursor;
  /** Settled order of all rows. */
  readonly order: readonly string[];
}

/** What the profile counts: time, or events of tasks that leave their CPU. */
export const PROFILE_EVENTS = ['cycles', 'sched_switch'] as const;
export type ProfileEvent = (typeof PROFILE_EVENTS)[number];

export interface ProfileState extends ListState {
  readonly event: ProfileEvent;
  readonly sort: ProfileSort;
  readonly filter: string;
  readonly expanded: ReadonlySet<string>;
}

export interface State {
  readonly info: RunInfo;
  /** Frames per second that are asked for: what time is for the screen. */
  readonly fps: number;
  readonly live: Scene;
  /** The scene at which the view is frozen, or null. The run goes on behind it. */
  readonly held: Scene | null;
  readonly notice: Notice | null;
  /** Told in a frozen view, too: what it shows will not be caught up with. */
  readonly failure: Failure | null;
  readonly mode: Mode;
  readonly focus: PanelId;
  /** The focused panel has the whole body of the screen. */
  readonly zoomed: boolean;
  /** Charts show the whole run, not only what has just been watched. */
  readonly ofWholeRun: boolean;
  /** Line at which the last page of the help begins; told by the screen, which knows its size. */
  readonly lastHelpTop: number;
  readonly profile: ProfileState;
  readonly locks: ListState;
  readonly flips: FlipHistory;
  readonly load: LoadAsked;
  /** Asked for and not yet heard of: a status from before may still be on its way. */
  readonly pauseAsked: boolean | null;
}

/** What is known of a run before its session has been opened. */
export const unopened = (scenario: string): RunInfo => ({
  scenario,
  title: 'starting',
  source: '',
  seed: 0,
  cpus: [],
  memoryBytes: 0,
  flips: [],
  subsystems: [],
  load: null,
  metrics: [],
  charts: [],
  headline: [],
  grain: '',
});

export function initialState(info: RunInfo, fps = 10): State {
  const charted = [...new Set(info.charts.flatMap((chart) => chart.metrics))];
  return {
    info,
    fps,
    live: { frame: null, history: emptyHistory(charted), markers: [], status: null, caption: '', ended: false },
    held: null,
    notice: null,
    failure: null,
    mode: { kind: 'normal' },
    focus: 'profile',
    zoomed: false,
    ofWholeRun: false,
    lastHelpTop: 0,
    profile: { event: 'cycles', cursor: TOP, order: [], sort: 'self', filter: '', expanded: new Set() },
    locks: { cursor: TOP, order: [] },
    flips: NO_FLIPS,
    load: NO_LOAD,
    pauseAsked: null,
  };
}

/** What is to be seen: the frozen scene or the live one. The only place that decides. */
export const shown = (state: State): Scene => state.held ?? state.live;
