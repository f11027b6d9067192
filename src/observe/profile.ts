// The profile: samples by call chain, forgotten smoothly, told by symbol.

import type { CallTree, StackNode } from '../engine/call-tree.ts';
import { ROOT } from '../engine/call-tree.ts';
import { type Sym, symbolName, symbolSpace } from '../engine/symbols.ts';
import { ChainBudget, type WeightedNode } from './chains.ts';
import type { ProfileRow } from './frame.ts';

/** What keeps a frame small enough to post. */
export interface ProfileLimits {
  readonly rows: number;
  /** Of the rows, those that are there for their own samples; the rest are the heaviest callers. */
  readonly selfRows: number;
  /** Bytes for the callers in all chains of one frame. Rows are served hottest first. */
  readonly chainBytes: number;
}

/** Some 900 names of callers. */
const TIME_LIMITS: ProfileLimits = { rows: 60, selfRows: 45, chainBytes: 18_000 };
/** A call chain that has decayed to less than this part of a sample is forgotten. */
const FORGOTTEN = 1 / 64;

/** What one symbol has of the samples. */
interface Totals {
  readonly sym: Sym;
  self: number;
  children: number;
  /** The last chain that was counted for `children`: a recursive symbol counts once per chain. */
  chain: StackNode;
  /** Chains that end in this symbol. */
  readonly leaves: WeightedNode[];
}

export class Profile {
  private readonly tree: CallTree;
  private readonly decay: number;
  private readonly limits: ProfileLimits;
  /** Insertion order = order in which the chains were first hit. */
  private readonly weights = new Map<StackNode, number>();

  /** Each age() multiplies what has been counted so far by `decay`. */
  constructor(tree: CallTree, decay: number, limits = TIME_LIMITS) {
    this.tree = tree;
    this.decay = decay;
    this.limits = limits;
  }

  age(): void {
    for (const [node, weight] of this.weights) {
      const kept = weight * this.decay;
      if (kept < FORGOTTEN) this.weights.delete(node);
      else this.weights.set(node, kept);
    }
  }

  add(node: StackNode, samples: number): void {
    this.weights.set(node, (this.weights.get(node) ?? 0) + samples);
  }

  /** Hottest by self first; `exactSelf` tells a symbol's share of the exact time. */
  rows(exactSelf: (sym: Sym) => number): readonly ProfileRow[] {
    let total = 0;
    for (const weight of this.weights.values()) total += weight;
    if (total === 0) return [];
    const chains = new ChainBudget(this.tree, total, this.limits.chainBytes);
    return hottest(this.totals(), this.limits).map((one) => ({
      symbol: symbolName(one.sym),
      space: symbolSpace(one.sym),
      self: one.self / total,
      children: one.children / total,
      exactSelf: exactSelf(one.sym),
      chains: chains.take(one.leaves, one.self),
    }));
  }

  private totals(): readonly Totals[] {
    const all: Totals[] = [];
    const bySym: (Totals | undefined)[] = [];
    const of = (sym: Sym): Totals => {
      const found = bySym[sym];
      if (found !== undefined) return found;
      const made: Totals = { sym, self: 0, children: 0, chain: ROOT, leaves: [] };
      bySym[sym] = made;
      all.push(made);
      return made;
    };
    for (const [node, weight] of this.weights) this.count(node, weight, of);
    return all;
  }

  private count(leaf: StackNode, weight: number, of: (sym: Sym) => Totals): void {
    if (leaf === ROOT) return;
    const own = of(this.tree.sym(leaf));
    own.self += weight;
    own.leaves.push({ node: leaf, weight });
    for (let at = leaf; at !== ROOT; at = this.tree.parent(at)) {
      const totals = of(this.tree.sym(at));
      if (totals.chain === leaf) continue;
      totals.chain = leaf;
      totals.children += weight;
    }
  }
}

const bySelf = (a: Totals, b: Totals): number => b.self - a.self || b.children - a.children || a.sym - b.sym;
const byChildren = (a: Totals, b: Totals): number => b.children - a.children || bySelf(a, b);

function hottest(all: readonly Totals[], limits: ProfileLimits): readonly Totals[] {
  const order = all.toSorted(bySelf);
  const rows = order.slice(0, limits.selfRows);
  const callers = order.slice(limits.selfRows).sort(byChildren);
  return [...rows, ...callers.slice(0, limits.rows - limits.selfRows)].sort(bySelf);
}
