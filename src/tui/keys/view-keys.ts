// Keys that change what is seen, and those of the program itself. None of them influences the run.

import { EXIT } from '../../base/exit-codes.ts';
import { next } from '../state/effect.ts';
import { FOCUSABLE, type PanelId } from '../state/state.ts';
import type { Binding } from './binding.ts';

export const VIEW_KEYS: readonly Binding[] = [
  {
    keys: ['f'],
    shown: 'f',
    hint: 'freeze',
    rank: 8,
    description: 'Freeze the view while the run goes on; again to catch up',
    group: 'The view',
    act: (state) => next({ ...state, held: state.held === null ? state.live : null }),
  },
  {
    keys: ['tab', 'shift-tab'],
    shown: 'Tab',
    hint: 'panel',
    rank: 10,
    description: 'Next panel; the keys for lists act on it, and a small screen shows it large',
    group: 'The view',
    act: (state, key) => next({ ...state, focus: neighbour(state.focus, key === 'tab' ? 1 : -1) }),
  },
  {
    keys: ['z'],
    shown: 'z',
    hint: 'zoom',
    rank: 11,
    description: 'Give the panel the whole screen; again to shrink it',
    group: 'The view',
    act: (state) => next({ ...state, zoomed: !state.zoomed }),
  },
  {
    keys: ['x'],
    shown: 'x',
    hint: 'whole run',
    rank: 12,
    description: 'Charts show the whole run; again for what has just been watched, the last minute or so',
    group: 'The view',
    act: (state) => next({ ...state, ofWholeRun: !state.ofWholeRun }),
  },
  {
    keys: ['P'],
    shown: 'P',
    hint: 'save',
    rank: 14,
    description: 'Save the screen and the whole profile to a file; its path is shown',
    group: 'Program',
    act: (state) => next(state, { kind: 'save' }),
  },
  {
    keys: ['ctrl-z'],
    shown: 'Ctrl-Z',
    hint: '',
    description: 'Suspend; fg brings it back',
    group: 'Program',
    act: (state) => next(state, { kind: 'suspend' }),
  },
  {
    keys: ['?', 'h'],
    shown: '?',
    hint: 'help',
    description: 'This help; also h',
    group: 'Program',
    act: (state) => next({ ...state, mode: { kind: 'help', top: 0 } }),
  },
  {
    keys: ['q'],
    shown: 'q',
    hint: 'quit',
    description: 'Quit; also Ctrl-C',
    group: 'Program',
    act: (state) => next(state, { kind: 'quit', code: EXIT.ok }),
  },
];

function neighbour(panel: PanelId, by: number): PanelId {
  const index = FOCUSABLE.indexOf(panel) + by + FOCUSABLE.length;
  return FOCUSABLE[index % FOCUSABLE.length] ?? panel;
}
