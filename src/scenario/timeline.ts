// The timeline as a pure step: where it stands and what is observed -> where it stands next and what is to be done.
//
// * Looked at once per tick of simulated time, so that a run does not depend on wall time.
// * A phase's actions happen when it begins. It ends after `for` and when `until` holds, or at `timeout`.
// * A flip that somebody else makes is the story's own one, only earlier, in the phase directly before the one that makes it: that one
//   begins. Any other flip makes what is being told untrue, so the story ends, but in an open phase.

import type { Ns } from '../base/time.ts';
import type { Action } from './action.ts';
import { holds, type Metrics, progress as progressOf } from './condition.ts';
import type { Phase } from './timeline-schema.ts';

export interface TimelineState {
  /** Index of the phase that is going on; -1 before the first, the number of phases after the last. */
  readonly phase: number;
  readonly sinceNs: Ns;
  /** Metrics when the phase began; the progress of an express phase is measured from them. */
  readonly start: Metrics;
}

export type Effect =
  | { readonly kind: 'act'; readonly action: Action }
  | { readonly kind: 'caption'; readonly text: string }
  | { readonly kind: 'phase'; readonly phase: Phase }
  /** The last phase is over. */
  | { readonly kind: 'end' };

export interface TimelineStep {
  readonly state: TimelineState;
  readonly effects: readonly Effect[];
}

export const TIMELINE_START: TimelineState = { phase: -1, sinceNs: 0, start: {} };

export function stepTimeline(phases: readonly Phase[], state: TimelineState, atNs: Ns, metrics: Metrics): TimelineStep {
  const current = phases[state.phase];
  const over = state.phase < 0 || (current !== undefined && isOver(current, atNs - state.sinceNs, metrics));
  return over && state.phase < phases.length
    ? nextPhase(phases, state.phase + 1, atNs, metrics)
    : { state, effects: [] };
}

function nextPhase(phases: readonly Phase[], phase: number, atNs: Ns, start: Metrics): TimelineStep {
  const next = phases[phase];
  const effects = next === undefined ? ending(phases.at(-1)) : beginning(next);
  return { state: { phase, sinceNs: atNs, start }, effects };
}

/** What an open phase said stays true, and nothing else does. Where there was no phase nothing ends. */
function ending(last: Phase | undefined): readonly Effect[] {
  if (last === undefined) return [];
  return last.open === true ? [{ kind: 'end' }] : [{ kind: 'end' }, { kind: 'caption', text: '' }];
}

/** Somebody else makes `flip`, and it exchanges something. */
export function takeOver(
  phases: readonly Phase[],
  state: TimelineState,
  atNs: Ns,
  metrics: Metrics,
  flip: Flip,
): TimelineStep {
  const current = phases[state.phase];
  if (current?.open === true || state.phase >= phases.length) return { state, effects: [] };
  const isFlip = (action: Action): boolean => action.kind === 'flip' && isSame(action, flip);
  const next = state.phase + 1;
  if (phases[next]?.do.some(isFlip) !== true)
    return { state: { ...state, phase: phases.length }, effects: [{ kind: 'end' }, { kind: 'caption', text: LEFT }] };
  const step = nextPhase(phases, next, atNs, metrics);
  return { ...step, effects: step.effects.filter((effect) => effect.kind !== 'act' || !isFlip(effect.action)) };
}

const LEFT = 'That flip is not part of the story: it ends here, and the run goes on.';

type Flip = Extract<Action, { kind: 'flip' }>;

const isSame = (one: Flip, other: Flip): boolean => one.subsystem === other.subsystem && one.variant === other.variant;

function beginning(phase: Phase): readonly Effect[] {
  const caption: Effect[] = phase.caption === undefined ? [] : [{ kind: 'caption', text: phase.caption }];
  return [{ kind: 'phase', phase }, ...caption, ...phase.do.map((action): Effect => ({ kind: 'act', action }))];
}

function isOver({ for: forNs, until, timeout }: Phase, elapsedNs: Ns, metrics: Metrics): boolean {
  if (timeout !== undefined && elapsedNs >= timeout) return true;
  return (forNs === undefined || elapsedNs >= forNs) && (until === undefined || holds(until, metrics));
}

/** How far (0..1) the phase that is going on has come. */
export function phaseProgress(phases: readonly Phase[], state: TimelineState, atNs: Ns, metrics: Metrics): number {
  const phase = phases[state.phase];
  if (phase === undefined) return state.phase < 0 ? 0 : 1;
  const time = phase.for === undefined ? 1 : Math.min(1, (atNs - state.sinceNs) / phase.for);
  return phase.until === undefined ? time : Math.min(time, progressOf(phase.until, state.start, metrics));
}
