// Situations and states that the tests start from.

import { SECOND } from '../../src/base/time.ts';
import { initialState, type State } from '../../src/tui/state/state.ts';
import { type Message, update } from '../../src/tui/state/update.ts';
import { type DemoSituation, demoFrame } from './demo-frames.ts';
import { demoInfo } from './demo-session.ts';

export const calm: DemoSituation = {
  seq: 10,
  atNs: 10 * SECOND,
  intervalNs: SECOND / 10,
  users: 6000,
  variant: 'shared',
  pressure: 0,
  cpus: 8,
  slowDisk: false,
};

export const collapsed: DemoSituation = { ...calm, seq: 200, atNs: 20 * SECOND, users: 12_000, pressure: 1 };

/** The state after these messages; effects are dropped. */
export const after = (state: State, ...messages: readonly Message[]): State =>
  messages.reduce((current, message) => update(current, message).state, state);

export const stateAt = (...situations: readonly DemoSituation[]): State =>
  after(initialState(demoInfo(situations[0]?.cpus ?? 8)), ...situations.map(frame));

export const frame = (now: DemoSituation): Message => ({ kind: 'frame', frame: demoFrame(now) });

export const keys = (...names: readonly string[]): readonly Message[] => names.map((key) => ({ kind: 'key', key }));
