// A key binding is a record: the key's action, the hint bar and the help are all made from it, so they cannot disagree.

import type { Update } from '../state/effect.ts';
import type { Mode, State } from '../state/state.ts';

export type KeyGroup = 'Flips' | 'The run' | 'The view' | 'Lists' | 'Program';

export interface Binding {
  /** Names as given by read-keys.ts. */
  readonly keys: readonly string[];
  /** The keys as people write them: 'Space', 'Enter e'. */
  readonly shown: string;
  /** One or two words for the hint bar; '' keeps it out of there. */
  readonly hint: string;
  /** Place in the hint bar: smallest first. */
  readonly rank?: number;
  readonly description: string;
  readonly group: KeyGroup;
  /** The mode in which it works; 'normal' when left out. */
  readonly mode?: Mode['kind'];
  /** Whether it has something to act on now; always, when left out. */
  readonly offered?: (state: State) => boolean;
  readonly act: (state: State, key: string) => Update;
}
