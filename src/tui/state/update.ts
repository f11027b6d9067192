// The reducer: state and message in, new state and effects out. Pure, so that a screen is a function of what happened.

import type { Failure, Status } from '../../bus/bus.ts';
import type { Frame, Marker } from '../../observe/frame.ts';
import { instant } from '../../report/format.ts';
import type { RunInfo } from '../../session/session.ts';
import { press } from '../keys/press.ts';
import { next, type Update } from './effect.ts';
import { observe } from './flips.ts';
import { record } from './history.ts';
import { hearLoad, observeLoad } from './load-asked.ts';
import { orderLocks, orderProfile } from './settle-lists.ts';
import { initialState, type Notice, noticeOf, type Scene, type State } from './state.ts';

export type Message =
  /** The session has been opened: now it is known what runs. */
  | { readonly kind: 'opened'; readonly info: RunInfo }
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'marker'; readonly marker: Marker }
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'caption'; readonly text: string }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'key'; readonly key: string }
  /** The screen has another size. */
  | { readonly kind: 'resized'; readonly lastHelpTop: number }
  | { readonly kind: 'notice'; readonly text: string; readonly tone: Notice['tone'] };

const MARKERS_KEPT = 200;

export function update(state: State, message: Message): Update {
  switch (message.kind) {
    case 'opened':
      return next(opened(state, message.info));
    case 'key':
      return press(state, message.key);
    case 'frame':
      return next(takeFrame(state, message.frame));
    case 'marker':
      return next(takeMarker(state, message.marker));
    case 'status':
      return next(takeStatus(state, message.status));
    case 'caption':
      return next(tell(state, { caption: message.text }));
    case 'end':
      return next(tell(state, { ended: true }));
    case 'failed':
      return next({ ...state, failure: message.failure });
    case 'resized':
      return next({ ...state, lastHelpTop: message.lastHelpTop });
    case 'notice':
      return next({ ...state, notice: noticeOf(state, message.text, message.tone) });
  }
}

const tell = (state: State, told: Partial<Scene>): State => ({ ...state, live: { ...state.live, ...told } });

/** What was done to the view before stays. */
function opened({ fps, mode, focus, zoomed, ofWholeRun, lastHelpTop, pauseAsked }: State, info: RunInfo): State {
  return { ...initialState(info, fps), mode, focus, zoomed, ofWholeRun, lastHelpTop, pauseAsked };
}

/** One from before a pause was asked for does not take it back. */
function takeStatus(state: State, status: Status): State {
  const { pauseAsked } = state;
  if (pauseAsked === null || status.paused === pauseAsked) return { ...tell(state, { status }), pauseAsked: null };
  return tell(state, { status: { ...status, paused: pauseAsked } });
}

function takeFrame(state: State, frame: Frame): State {
  const live: Scene = { ...state.live, frame, history: record(state.live.history, frame) };
  const taken: State = {
    ...state,
    live,
    flips: observe(state.flips, state.live.frame, frame),
    notice: isHeld(state) ? state.notice : aged(state.notice),
    load: observeLoad(state.load, loadFigure(state, state.live.frame), loadFigure(state, frame)),
  };
  if (state.held !== null) return taken;
  return { ...taken, profile: orderProfile(state.profile, frame), locks: orderLocks(state.locks, frame) };
}

/** Kept for the charts, and told for a while unless the view is frozen. */
function takeMarker(state: State, marker: Marker): State {
  const markers = [...state.live.markers, marker].slice(-MARKERS_KEPT);
  const text = `${instant(marker.atNs)}  ${[marker.text, marker.detail].filter((part) => part !== '').join(': ')}`;
  const heard: State = { ...tell(state, { markers }), load: hearLoad(state.load, marker) };
  return state.held === null ? { ...heard, notice: noticeOf(state, text, 'marker') } : heard;
}

/** A frozen view keeps what it told of the run; answers to keys come and go in it. */
const isHeld = ({ held, notice }: State): boolean => held !== null && notice?.tone === 'marker';

const aged = (notice: Notice | null): Notice | null =>
  notice === null || notice.framesLeft <= 1 ? null : { ...notice, framesLeft: notice.framesLeft - 1 };

const loadFigure = ({ info: { load } }: State, frame: Frame | null): number | undefined =>
  load === null ? undefined : frame?.metrics[load.metric];
