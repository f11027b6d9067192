// The store: holds the state, tells listeners of changes, hands effects to whoever carries them out.

import type { Effect } from './effect.ts';
import type { State } from './state.ts';
import { type Message, update } from './update.ts';

export interface Store {
  get(): State;
  dispatch(message: Message): void;
  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
}

export function createStore(initial: State, perform: (effect: Effect) => void): Store {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    dispatch(message) {
      const result = update(state, message);
      if (result.state !== state) {
        state = result.state;
        for (const listener of listeners) listener();
      }
      for (const effect of result.effects) perform(effect);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
