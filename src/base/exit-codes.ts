// Exit codes of every command, the live screen included.

export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  /** A claim or an expectation is false. */
  unmet: 3,
  /** A broken invariant. */
  violation: 4,
  interrupted: 130,
} as const;
