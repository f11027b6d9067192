// A red-black tree whose nodes are the objects themselves, as the kernel's rbtree: the user descends by itself, because the
// steps may cost something, and says where a node is linked. `update` keeps what a node knows about its subtree (an augmented tree); it says whether that
// changed, and is called upwards until it did not.

export class RbNode {
  parent: this | null = null;
  left: this | null = null;
  right: this | null = null;
  red = false;
}

type Side = 'left' | 'right';

const OTHER = { left: 'right', right: 'left' } as const;

export class RbTree<Node extends RbNode> {
  root: Node | null = null;
  private readonly update: ((node: Node) => boolean) | null;

  constructor(update: ((node: Node) => boolean) | null = null) {
    this.update = update;
  }

  /** The first in order (rb_first), or null. */
  get first(): Node | null {
    let at = this.root;
    while (at !== null && at.left !== null) at = at.left;
    return at;
  }

  /** Links a node that is in no tree where `keyOf` says, behind those with the same key. */
  insertBy(node: Node, keyOf: (node: Node) => number): void {
    const key = keyOf(node);
    let parent: Node | null = null;
    let side: Side = 'left';
    for (let at = this.root; at !== null; at = at[side]) {
      parent = at;
      side = key < keyOf(at) ? 'left' : 'right';
    }
    this.insert(node, parent, side);
  }

  /** Links a node that is in no tree at an empty place below `parent`. */
  insert(node: Node, parent: Node | null, side: Side): void {
    node.left = null;
    node.right = null;
    node.parent = parent;
    node.red = true;
    if (parent === null) this.root = node;
    else parent[side] = node;
    this.update?.(node);
    this.refresh(parent);
    this.afterInsert(node);
  }

  /** Carries a change of what `node` knows of itself up the tree. */
  refresh(node: Node | null): void {
    if (this.update === null) return;
    for (let at = node; at !== null && this.update(at); ) at = at.parent;
  }

  private afterInsert(inserted: Node): void {
    let node = inserted;
    for (let parent = node.parent; parent?.red === true; parent = node.parent) {
      // A red node is never the root.
      const grand = parent.parent as Node;
      const side: Side = parent === grand.left ? 'left' : 'right';
      const uncle = grand[OTHER[side]];
      if (uncle?.red === true) {
        parent.red = false;
        uncle.red = false;
        grand.red = true;
        node = grand;
        continue;
      }
      if (node === parent[OTHER[side]]) {
        this.rotate(parent, side);
        node = parent;
      }
      (node.parent as Node).red = false;
      grand.red = true;
      this.rotate(grand, OTHER[side]);
    }
    if (this.root !== null) this.root.red = false;
  }

  /** Turns `node` down to `side`; its child on the other side takes its place. */
  private rotate(node: Node, side: Side): void {
    const up = node[OTHER[side]] as Node;
    const moved = up[side];
    node[OTHER[side]] = moved;
    if (moved !== null) moved.parent = node;
    this.replace(node, up);
    up[side] = node;
    node.parent = up;
    this.update?.(node);
    this.update?.(up);
  }

  /** Puts `by` (or nothing) where `node` hangs. */
  private replace(node: Node, by: Node | null): void {
    const { parent } = node;
    if (parent === null) this.root = by;
    else if (parent.left === node) parent.left = by;
    else parent.right = by;
    if (by !== null) by.parent = parent;
  }

  remove(node: Node): void {
    if (node.left !== null && node.right !== null) this.swapWithNext(node);
    const child = node.left ?? node.right;
    const { parent } = node;
    this.replace(node, child);
    this.refreshAll(parent);
    if (!node.red) {
      if (child?.red === true) child.red = false;
      else if (parent !== null) this.afterRemove(parent, parent.left === null ? 'left' : 'right');
    }
    node.parent = null;
    node.left = null;
    node.right = null;
  }

  /** Up to the root: what a removed node had passed on may be gone anywhere above. */
  private refreshAll(from: Node | null): void {
    if (this.update === null) return;
    for (let at = from; at !== null; at = at.parent) this.update(at);
  }

  /** A node with two children changes places with the next in order, which has no left child. */
  private swapWithNext(node: Node): void {
    const next = nextNode(node) as Node;
    const { left, right, red } = node;
    const { parent: below, right: beyond } = next;
    node.red = next.red;
    next.red = red;
    this.replace(node, next);
    next.left = left;
    (left as Node).parent = next;
    const isChild = below === node;
    next.right = isChild ? node : right;
    (isChild ? node : (right as Node)).parent = next;
    if (!isChild) (below as Node).left = node;
    node.parent = isChild ? next : below;
    node.left = null;
    node.right = beyond;
    if (beyond !== null) beyond.parent = node;
  }

  /** One black too few on `side` below `parent`. */
  private afterRemove(from: Node, short: Side): void {
    let parent = from;
    let side = short;
    for (;;) {
      let sibling = parent[OTHER[side]] as Node;
      if (sibling.red) {
        sibling.red = false;
        parent.red = true;
        this.rotate(parent, side);
        sibling = parent[OTHER[side]] as Node;
      }
      const [near, far] = [sibling[side], sibling[OTHER[side]]];
      if (near?.red === true || far?.red === true) {
        this.borrow(parent, side, sibling);
        return;
      }
      sibling.red = true;
      const { parent: up } = parent;
      if (parent.red || up === null) {
        parent.red = false;
        return;
      }
      side = parent === up.left ? 'left' : 'right';
      parent = up;
    }
  }

  /** The sibling has a red child: rotations give the short side its black back. */
  private borrow(parent: Node, side: Side, sibling: Node): void {
    let top = sibling;
    if (top[OTHER[side]]?.red !== true) {
      (top[side] as Node).red = false;
      top.red = true;
      this.rotate(top, OTHER[side]);
      top = parent[OTHER[side]] as Node;
    }
    top.red = parent.red;
    parent.red = false;
    (top[OTHER[side]] as Node).red = false;
    this.rotate(parent, side);
  }
}

/** The next in order (rb_next), or null. */
export const nextNode = <Node extends RbNode>(node: Node): Node | null => step(node, 'left', 'right');

/** The one before (rb_prev), or null. */
export const previousNode = <Node extends RbNode>(node: Node): Node | null => step(node, 'right', 'left');

function step<Node extends RbNode>(node: Node, back: Side, ahead: Side): Node | null {
  let at: Node | null = node[ahead];
  if (at !== null) {
    while (at[back] !== null) at = at[back] as Node;
    return at;
  }
  at = node;
  while (at.parent !== null && at.parent[ahead] === at) at = at.parent;
  return at.parent;
}
