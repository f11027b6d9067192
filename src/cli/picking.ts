// The picker's keys: which entry is selected next, and when the choice is over.

/** A press as Ink tells it: letters that are typed fast arrive together. */
export interface Press {
  readonly input: string;
  readonly key: Readonly<Partial<Record<'escape' | 'ctrl' | 'return' | 'upArrow' | 'downArrow', boolean>>>;
}

export interface Picking {
  readonly selected: number;
  /** 'away' for as long as the shell has the terminal. */
  readonly end: 'chosen' | 'left' | 'away' | null;
}

export function pick(selected: number, count: number, { input, key }: Press): Picking {
  if (key.escape === true || (key.ctrl === true && input === 'c')) return { selected, end: 'left' };
  if (key.ctrl === true && input === 'z') return { selected, end: 'away' };
  if (key.return === true) return { selected, end: 'chosen' };
  const moves = key.upArrow === true ? 'k' : key.downArrow === true ? 'j' : input;
  let at = selected;
  for (const letter of moves) {
    if (letter === 'q') return { selected: at, end: 'left' };
    if (letter === '\r') return { selected: at, end: 'chosen' };
    at = Math.min(count - 1, Math.max(0, at + (STEPS[letter] ?? 0)));
  }
  return { selected: at, end: null };
}

const STEPS: Readonly<Record<string, number>> = { j: 1, k: -1 };
