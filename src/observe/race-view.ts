// What the race detector has caught, with call chains in words.

import type { CallTree } from '../engine/call-tree.ts';
import { symbolName } from '../engine/symbols.ts';
import { isFatal, type Party, type Races, type RaceViolation } from '../kernel/mm/races.ts';
import type { RaceSample, Violation, ViolationParty } from './frame.ts';

export class RaceView {
  private readonly tree: CallTree;
  private readonly races: Races;
  private readonly told = new WeakSet<RaceViolation>();

  constructor(tree: CallTree, races: Races) {
    this.tree = tree;
    this.races = races;
  }

  sample(): RaceSample {
    const { counts, deaths, first } = this.races;
    return { counts: { ...counts }, deaths, first: first.map((one) => this.inWords(one)) };
  }

  /** Those that this has not told before. */
  take(): readonly Violation[] {
    const fresh = this.races.first.filter((one) => !this.told.has(one));
    for (const one of fresh) this.told.add(one);
    return fresh.map((one) => this.inWords(one));
  }

  private inWords({ kind, atNs, what, walker, mutator }: RaceViolation): Violation {
    return {
      kind,
      atNs,
      fatal: isFatal(kind),
      what,
      walker: this.party(walker),
      mutator: mutator === null ? null : this.party(mutator),
    };
  }

  private party({ task, cpu, atNs, node }: Party): ViolationParty {
    return { task, cpu, atNs, stack: this.tree.chain(node).map(symbolName).reverse() };
  }
}
