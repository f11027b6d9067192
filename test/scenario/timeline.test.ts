import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/base/time.ts';
import type { Metrics } from '../../src/scenario/condition.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import {
  type Effect,
  phaseProgress,
  stepTimeline,
  TIMELINE_START,
  type TimelineState,
  takeOver,
} from '../../src/scenario/timeline.ts';
import type { Phase } from '../../src/scenario/timeline-schema.ts';
import { FILES, TEST_OPTIONS } from './catalogue.ts';

const { timeline } = readScenario(`${FILES}/count.yaml`, TEST_OPTIONS);

const phaseOf = (label: string): Phase => {
  const found = timeline.find((phase) => phase.label === label);
  if (found === undefined) throw new Error(`no phase '${label}'`);
  return found;
};

const shortly = (effect: Effect): string => {
  if (effect.kind === 'phase') return `phase ${effect.phase.label}`;
  return effect.kind === 'act' ? `act ${effect.action.kind}` : effect.kind;
};

/** Steps the timeline once a second over the given users and logs what it wants. */
function play(phases: readonly Phase[], users: readonly number[]): readonly string[] {
  const log: string[] = [];
  let state: TimelineState = TIMELINE_START;
  for (const [second, value] of users.entries()) {
    const metrics: Metrics = { 'count.users': value };
    const step = stepTimeline(phases, state, second * SECOND, metrics);
    state = step.state;
    if (step.effects.length > 0) log.push(`${second}s: ${step.effects.map(shortly).join(', ')}`);
  }
  return log;
}

it('goes from phase to phase, by condition and by time, and ends once', () => {
  expect(play(timeline, [0, 5, 10, 10, 10, 10, 10])).toEqual([
    '0s: phase fill, caption, act load',
    '2s: phase calm',
    '3s: phase flip, act flip, act marker',
    '4s: end, caption',
  ]);
});

it('gives a condition up at its timeout', () => {
  const users = Array<number>(13).fill(0);
  expect(play(timeline, users).slice(0, 2)).toEqual(['0s: phase fill, caption, act load', '10s: phase calm']);
});

it('tells nothing when there is none', () => {
  expect(play([], [0, 0])).toEqual([]);
});

it('tells the progress of the phase that is going on', () => {
  const { state } = stepTimeline(timeline, TIMELINE_START, 0, { 'count.users': 2 });
  const at = (users: number): number => phaseProgress(timeline, state, SECOND, { 'count.users': users });
  expect([at(2), at(6), at(10)]).toEqual([0, 0.5, 1]);
  const calm = stepTimeline(timeline, state, 2 * SECOND, { 'count.users': 10 }).state;
  expect(phaseProgress(timeline, calm, 2.25 * SECOND, {})).toBe(0.25);
  expect([phaseProgress(timeline, TIMELINE_START, 0, {}), phaseProgress([], { ...calm, phase: 0 }, 0, {})]).toEqual([
    0, 1,
  ]);
});

describe('a flip by somebody else', () => {
  const CHAIN = { kind: 'flip', subsystem: 'rmap', variant: 'chain' } as const;
  const inPhase = (phase: number): TimelineState => ({ phase, sinceNs: 0, start: {} });
  const taken = (phase: number, flip: Parameters<typeof takeOver>[4]): readonly [number, ...string[]] => {
    const { state, effects } = takeOver(timeline, inPhase(phase), 5 * SECOND, {}, flip);
    return [state.phase, ...effects.map(shortly)];
  };

  it('begins the next phase when that begins with this very flip, which is not made twice', () => {
    expect(taken(1, CHAIN)).toEqual([2, 'phase flip', 'act marker']);
    expect(takeOver(timeline, inPhase(1), 5 * SECOND, { 'count.users': 3 }, CHAIN).state).toEqual({
      phase: 2,
      sinceNs: 5 * SECOND,
      start: { 'count.users': 3 },
    });
  });

  it.each([
    ['to another variant', 1, { ...CHAIN, variant: 'shared' }],
    ['of another subsystem', 1, { ...CHAIN, subsystem: 'tlb' }],
    ['in the last phase', 2, CHAIN],
  ] as const)('ends the story when it comes %s', (_, phase, flip) => {
    expect(taken(phase, flip)).toEqual([3, 'end', 'caption']);
  });

  it('ends the story when a phase lies between, whose words say what the machine must come to first', () => {
    expect(taken(0, CHAIN)).toEqual([3, 'end', 'caption']);
  });

  it('changes nothing in an open phase, nor when the story is over', () => {
    const open = timeline.map((phase) => ({ ...phase, open: true as const }));
    expect(takeOver(open, inPhase(0), 5 * SECOND, {}, CHAIN)).toEqual({ state: inPhase(0), effects: [] });
    expect(taken(3, CHAIN)).toEqual([3]);
  });
});

it('leaves the words of an open phase standing when it ends', () => {
  const open = [{ ...phaseOf('calm'), open: true as const }];
  expect(play(open, [0, 0])).toEqual(['0s: phase calm', '1s: end']);
});
