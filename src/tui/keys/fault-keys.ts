// The menu of faults that can be injected.

import { MS, SECOND } from '../../base/time.ts';
import type { Fault } from '../../simulation/command.ts';
import { next, type Update } from '../state/effect.ts';
import { ANSWER_S, noticeOf, type State } from '../state/state.ts';
import type { Binding } from './binding.ts';

export interface FaultChoice {
  readonly label: string;
  readonly fault: Fault;
}

export const FAULTS: readonly FaultChoice[] = [
  { label: 'The next 20 slab allocations fail: VMAs, tasks, anon_vmas', fault: { kind: 'allocation', count: 20 } },
  { label: 'The disk takes 10 times as long for 10 s', fault: { kind: 'slow-disk', factor: 10, forNs: 10 * SECOND } },
  {
    label: 'CPU 0 runs with interrupts off for 100 ms',
    fault: { kind: 'stalled-cpu', cpu: 0, forNs: 100 * MS },
  },
];

export const FAULT_KEYS: readonly Binding[] = [
  {
    keys: ['!'],
    shown: '!',
    hint: 'fault',
    rank: 13,
    description: 'Inject a fault: failing allocations, a slow disk, a stalled CPU',
    group: 'The run',
    act: (state) => next({ ...state, mode: { kind: 'faults', chosen: 0 } }),
  },
  {
    keys: ['up', 'k', 'down', 'j'],
    shown: 'Up Down',
    hint: 'choose',
    description: 'Choose a fault',
    group: 'The run',
    mode: 'faults',
    act: (state, key) => next(choose(state, key === 'up' || key === 'k' ? -1 : 1)),
  },
  {
    keys: ['enter'],
    shown: 'Enter',
    hint: 'inject',
    description: 'Inject the chosen fault',
    group: 'The run',
    mode: 'faults',
    act: inject,
  },
  {
    keys: ['escape', '!', 'q'],
    shown: 'Esc',
    hint: 'cancel',
    description: 'Leave the menu',
    group: 'The run',
    mode: 'faults',
    act: (state) => next({ ...state, mode: { kind: 'normal' } }),
  },
];

function choose(state: State, by: number): State {
  if (state.mode.kind !== 'faults') return state;
  const chosen = (state.mode.chosen + by + FAULTS.length) % FAULTS.length;
  return { ...state, mode: { kind: 'faults', chosen } };
}

function inject(state: State): Update {
  const choice = state.mode.kind === 'faults' ? FAULTS[state.mode.chosen] : undefined;
  if (choice === undefined) return next(state);
  const notice = noticeOf(state, `injected: ${choice.label}`, 'done', ANSWER_S);
  const command = { kind: 'inject', fault: choice.fault } as const;
  return next({ ...state, mode: { kind: 'normal' }, notice }, { kind: 'send', control: command });
}
