// Keys that drive the run: pause, step, pace, load.

import type { LoadKeys, RunInfo } from '../../session/session.ts';
import { next, type Update } from '../state/effect.ts';
import { askLoad } from '../state/load-asked.ts';
import { ANSWER_S, noticeOf, type State } from '../state/state.ts';
import type { Binding } from './binding.ts';

export const runKeys = (info: RunInfo): readonly Binding[] => [
  {
    keys: [' '],
    shown: 'Space',
    hint: 'pause',
    rank: 4,
    description: 'Pause the simulation; again to go on',
    group: 'The run',
    act: pauseOrResume,
  },
  {
    keys: ['.'],
    shown: '.',
    hint: 'step',
    rank: 13,
    description: 'Pause and advance by one frame',
    group: 'The run',
    act: (state) => next(withPaused(state, true), { kind: 'send', control: { kind: 'step' } }),
  },
  ...(info.load === null ? [] : loadKeys(info.load)),
  {
    keys: ['[', ']'],
    shown: '[ ]',
    hint: 'pace',
    rank: 9,
    description: 'Half or double the pace: simulated seconds per second',
    group: 'The run',
    act: (state, key) => next(state, { kind: 'send', control: { kind: 'pace', factor: key === ']' ? 2 : 0.5 } }),
  },
];

const loadKeys = (load: LoadKeys): readonly Binding[] => [
  {
    keys: ['+', '=', '-'],
    shown: '+ -',
    hint: load.unit,
    rank: 5,
    description: `Load up or down by ${load.step} ${load.unit}`,
    group: 'The run',
    act: (state, key) => changeLoad(state, load, key === '-' ? -1 : 1),
  },
];

function pauseOrResume(state: State): Update {
  const paused = state.live.status?.paused ?? false;
  return next(withPaused(state, !paused), { kind: 'send', control: { kind: paused ? 'resume' : 'pause' } });
}

/** Known at once, so that a second press does not wait for the worker's answer. */
function withPaused({ live, ...state }: State, paused: boolean): State {
  const status = live.status === null ? null : { ...live.status, paused };
  return { ...state, live: { ...live, status }, pauseAsked: paused };
}

function changeLoad(state: State, load: LoadKeys, direction: number): Update {
  const from = state.load.target ?? state.live.frame?.metrics[load.metric] ?? 0;
  const target = Math.max(0, Math.min(load.max, nextStep(from, load.step, direction)));
  const notice = noticeOf(state, `load: ${target} ${load.unit}`, 'done', ANSWER_S);
  const command = { kind: 'load', target, overNs: 0 } as const;
  return next({ ...state, load: askLoad(state.load, target), notice }, { kind: 'send', control: command });
}

/** The next whole multiple of `step` in that direction. */
const nextStep = (from: number, step: number, direction: number): number =>
  direction > 0 ? (Math.floor(from / step) + 1) * step : (Math.ceil(from / step) - 1) * step;
