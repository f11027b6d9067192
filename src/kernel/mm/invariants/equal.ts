// How an invariant fails.

import { Panic } from '../../../engine/panic.ts';

type Where = Readonly<Record<string, number | string>>;

export function holds(condition: boolean, what: string, where: Where = {}): void {
  if (!condition) throw new Panic(`invariant broken: ${what}`, where);
}

export function equal(found: number, expected: number, what: string, where: Where = {}): void {
  if (found !== expected) throw new Panic(`invariant broken: ${what}`, { ...where, found, expected });
}
