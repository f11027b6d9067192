// Effects: what an update wants done outside the state, as values.

import type { Control } from '../../session/session.ts';
import type { State } from './state.ts';

export type Effect =
  | { readonly kind: 'send'; readonly control: Control }
  /** Write screen and profile to a file and tell its path. */
  | { readonly kind: 'save' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'quit'; readonly code: number };

export interface Update {
  readonly state: State;
  readonly effects: readonly Effect[];
}

export const next = (state: State, ...effects: readonly Effect[]): Update => ({ state, effects });
