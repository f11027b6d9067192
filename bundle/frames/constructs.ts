// What a path must not be written with: a frame would do it in another way, or Babel cannot cut it.
//
// Left to the type check: a variable that is read before its declaration has run, undefined in a frame.

import { type NodePath, types as t } from '@babel/core';

/** Calls `refuse`, which throws, with why. */
export function checkConstructs(path: NodePath<t.Function>, refuse: (why: string) => never): void {
  if (path.isFunctionExpression() && path.node.id)
    refuse('it is a function expression with a name; make it a declaration');
  path.traverse({
    Function(inner) {
      const { async, generator } = inner.node;
      if (async || generator) refuse('there is a generator or an async function in it; move it out');
      if (inner.findParent((at) => at === path || at.listKey === 'params')?.parentPath === path)
        refuse('there is a function in the default of a parameter; move it out');
    },
    YieldExpression(wait) {
      const whole = wait.findParent((at) => at.isStatement() || isWhole(at.node));
      if (whole?.isStatement() === false)
        refuse(`it waits in the middle of '${String(whole).replace(/\s+/g, ' ')}'; wait before it`);
    },
    Identifier({ node: { name }, parent, key }) {
      if (name === 'arguments' && !(t.isMemberExpression(parent) && key === 'property'))
        refuse('it uses arguments; name its parameters');
      if (name.startsWith('$')) refuse(`${name} may be a name of the frames'; choose one without $`);
    },
    Class: () => refuse('there is a class in it; move it out'),
    FunctionDeclaration: () => refuse('there is a function declaration in it; move it out'),
    ForInStatement: () => refuse('it uses for-in; go through Object.keys'),
    LabeledStatement: () => refuse('it uses a label; write the loop without one'),
    PrivateName: ({ node: { id } }) => refuse(`#${id.name} is known in its class only; make it private ${id.name}`),
    Super: () => refuse('it uses super; call another method'),
    TryStatement: () => refuse('it uses try; paths fail by what they return'),
  });
}

/** The regenerator refuses to go on in the middle of these, or does so at the wrong place (||= and &&=). */
function isWhole(node: t.Node): boolean {
  if (t.isLogicalExpression(node) || t.isAssignmentExpression(node))
    return /^(\?\?|(\|\||&&|\?\?)=)$/.test(node.operator);
  if (t.isCallExpression(node) || t.isNewExpression(node)) return node.arguments.some((one) => t.isSpreadElement(one));
  if (t.isObjectExpression(node)) return node.properties.some((one) => t.isSpreadElement(one) || one.computed);
  return t.isTemplateLiteral(node) || t.isOptionalMemberExpression(node) || t.isOptionalCallExpression(node);
}
