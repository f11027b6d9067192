// The calling-context tree: every distinct call chain of the run is one node, and a node holds the exact simulated
// time that was spent with that chain on the stack. A stack is therefore one small number.

import type { Ns } from '../base/time.ts';
import type { Sym } from './symbols.ts';

export type StackNode = number;

/** The empty stack. */
export const ROOT: StackNode = 0;

const MAX_SYMBOLS = 4096;
/** A lock and its unlock stand side by side in the symbol table, so they do not push each other out. */
const WAYS = 4;

export class CallTree {
  private count = 1;
  private parents = new Int32Array(1024);
  private syms = new Int32Array(1024).fill(-1);
  /** The children that were asked for last, by the last bits of their symbol: most calls repeat an earlier one. */
  private lastChild = new Int32Array(WAYS * 1024);
  /** Self time by node. */
  ns = new Float64Array(1024);
  /** Open addressing: key = parent * MAX_SYMBOLS + sym + 1, 0 = free. */
  private keys = new Float64Array(4096);
  private values = new Int32Array(4096);

  get size(): number {
    return this.count;
  }

  parent(node: StackNode): StackNode {
    return this.parents[node] as number;
  }

  sym(node: StackNode): Sym {
    return this.syms[node] as number;
  }

  /** The node of `sym` called from `node`. */
  child(node: StackNode, sym: Sym): StackNode {
    const last = this.lastChild[WAYS * node + (sym & (WAYS - 1))] as number;
    return this.syms[last] === sym && this.parents[last] === node ? last : this.find(node, sym);
  }

  private find(node: StackNode, sym: Sym): StackNode {
    const found = this.lookUp(node, sym);
    this.lastChild[WAYS * node + (sym & (WAYS - 1))] = found;
    return found;
  }

  private lookUp(node: StackNode, sym: Sym): StackNode {
    const key = node * MAX_SYMBOLS + sym + 1;
    const mask = this.values.length - 1;
    let index = (Math.imul(node, 0x9e3779b1) + Math.imul(sym, 0x85ebca6b)) & mask;
    for (;;) {
      const found = this.keys[index];
      if (found === key) return this.values[index] as number;
      if (found === 0) return this.add(index, key, node, sym);
      index = (index + 1) & mask;
    }
  }

  private add(index: number, key: number, parent: StackNode, sym: Sym): StackNode {
    if (this.count === this.parents.length) this.growNodes();
    const node = this.count++;
    this.parents[node] = parent;
    this.syms[node] = sym;
    this.keys[index] = key;
    this.values[index] = node;
    if (this.count * 2 > this.values.length) this.growTable();
    return node;
  }

  private growNodes(): void {
    const size = this.parents.length * 2;
    const parents = new Int32Array(size);
    const syms = new Int32Array(size).fill(-1);
    const lastChild = new Int32Array(WAYS * size);
    const ns = new Float64Array(size);
    lastChild.set(this.lastChild);
    parents.set(this.parents);
    syms.set(this.syms);
    ns.set(this.ns);
    this.parents = parents;
    this.syms = syms;
    this.lastChild = lastChild;
    this.ns = ns;
  }

  private growTable(): void {
    const keys = this.keys;
    const values = this.values;
    this.keys = new Float64Array(keys.length * 2);
    this.values = new Int32Array(keys.length * 2);
    const mask = this.values.length - 1;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as number;
      if (key === 0) continue;
      const node = values[i] as number;
      let index = (Math.imul(this.parent(node), 0x9e3779b1) + Math.imul(this.sym(node), 0x85ebca6b)) & mask;
      while (this.keys[index] !== 0) index = (index + 1) & mask;
      this.keys[index] = key;
      this.values[index] = node;
    }
  }

  charge(node: StackNode, ns: Ns): void {
    this.ns[node] = (this.ns[node] as number) + ns;
  }

  /** Symbols from `node` outwards to the root. */
  chain(node: StackNode): Sym[] {
    const chain: Sym[] = [];
    for (let at = node; at !== ROOT; at = this.parent(at)) chain.push(this.sym(at));
    return chain;
  }
}
