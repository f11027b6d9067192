// Which variables of a path live within one case of its switch: they need not be in the frame.

import type { NodePath, types as t } from '@babel/core';

/** Those of `outer`'s variables that one case of `run` sets, whatever happens, before it reads them, and no function in it shares. */
export function caseLocals(run: NodePath<t.FunctionExpression>, outer: NodePath<t.FunctionDeclaration>): string[] {
  return Object.entries(outer.scope.bindings)
    .filter(([, { kind }]) => kind !== 'param' && kind !== 'local')
    .filter(([, { referencePaths, constantViolations }]) => isLocal([...referencePaths, ...constantViolations], run))
    .map(([name]) => name);
}

function isLocal(uses: readonly NodePath[], run: NodePath): boolean {
  const [first, ...others] = [...uses].sort((a, b) => (a.node.start ?? 0) - (b.node.start ?? 0));
  if (first === undefined || uses.some((use) => use.getFunctionParent() !== run)) return false;
  const home = caseOf(first, run);
  // `x = x + 1` goes on from the value that it had when the case was run before.
  return others.every((use) => caseOf(use, run) === home && !use.isDescendant(first)) && isSetAnyhow(first, home);
}

/** The case of the function's own switch. */
const caseOf = (use: NodePath, run: NodePath): NodePath | null =>
  use.findParent((at) => at.isSwitchCase() && at.parentPath.parentPath?.parentPath?.parentPath === run);

/** `x = value`, as a statement of the case or as what a loop begins with. */
function isSetAnyhow(use: NodePath, home: NodePath | null): boolean {
  if (!use.isAssignmentExpression({ operator: '=' }) || !use.get('left').isIdentifier()) return false;
  let at: NodePath = use;
  for (let up: NodePath | null = at.parentPath; up !== null && up !== home; up = at.parentPath) {
    const isStep = up.isExpressionStatement() || up.isSequenceExpression();
    if (!isStep && !(up.isForStatement() && at.key === 'init')) return false;
    at = up;
  }
  return at.listKey === 'consequent';
}
