// for-of as what it stands for, since the regenerator knows no for-of that is left by a jump or waited in:
//
//   const it = VALUES[Symbol.iterator](); let step; while (!(step = it.next()).done) { const x = step.value; BODY }
//
// An iterator that is left early is not told so: no path goes through one that would have to clean up.

import { type NodePath, types as t, template } from '@babel/core';

const LOOP = template.statements(
  'const IT = VALUES[Symbol.iterator](); let STEP; while (!(STEP = IT.next()).done) { FIRST; BODY }',
);

export function lowerForOf(path: NodePath): void {
  path.traverse({
    Function: (inner) => inner.skip(),
    ForOfStatement: {
      exit(loop) {
        if (leaps(loop)) loop.replaceWith(t.blockStatement(lowered(loop)));
      },
    },
  });
}

function leaps(loop: NodePath): boolean {
  let found = false;
  const find = (): void => {
    found = true;
  };
  loop.traverse({
    // The regenerator takes what returns from a method for what leaves the loop.
    Function(inner) {
      found ||= inner.isObjectMethod();
      inner.skip();
    },
    YieldExpression: find,
    BreakStatement: find,
    ContinueStatement: find,
    ReturnStatement: find,
    ThrowStatement: find,
  });
  return found;
}

function lowered({ node, scope }: NodePath<t.ForOfStatement>): t.Statement[] {
  const { left, right, body } = node;
  const step = scope.generateUidIdentifier('step');
  const value = t.memberExpression(step, t.identifier('value'));
  return LOOP({
    IT: scope.generateUidIdentifier('it'),
    VALUES: right,
    STEP: step,
    FIRST: t.isVariableDeclaration(left) ? declared(left, value) : t.assignmentExpression('=', left, value),
    BODY: body,
  });
}

function declared({ kind, declarations }: t.VariableDeclaration, value: t.Expression): t.Statement {
  const [{ id }] = declarations as [t.VariableDeclarator];
  return t.variableDeclaration(kind, [t.variableDeclarator(id, value)]);
}
