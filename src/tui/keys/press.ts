// What a pressed key does: looks it up in the table, or types it into the filter.

import { EXIT } from '../../base/exit-codes.ts';
import { next, type Update } from '../state/effect.ts';
import type { State } from '../state/state.ts';
import { typeIntoFilter } from './mode-keys.ts';
import { offeredBindings } from './table.ts';

export function press(state: State, key: string): Update {
  if (key === 'ctrl-c') return next(state, { kind: 'quit', code: EXIT.interrupted });
  const binding = offeredBindings(state).find((candidate) => candidate.keys.includes(key));
  if (binding !== undefined) return binding.act(state, key);
  const types = state.mode.kind === 'filter' && key.length === 1;
  return next(types ? typeIntoFilter(state, key) : state);
}
