// The class of the frames of one path, from what the regenerator made of it (explode.ts).

import { type NodePath, types as t, template, traverse } from '@babel/core';
import { print } from './babel.ts';
import { caseLocals } from './case-locals.ts';
import { classOf, fieldOf, freeOf, isVariable, type PathFunction } from './path-functions.ts';

const CALL = template.statements(
  'const $path = PATH; this.at = AT; if ($path !== $ready) return $path; this.value = undefined;',
);
const GO_ON = template.statement('this.at = AT;');
const YIELD = template.statement('return $yielded(REQUEST);');
const RESULT = template.statement('this.value = VALUE;');
const CLEAR = template.statement('this.FIELD = undefined;');
const OVER = template.statement('this.at = $over;');
const FREE = template.statements('this.caller = FREE; FREE = this;');
const END = template.statement('return $end;');
const CLASS = template.statement('class CLASS extends FRAME { run() { BODY } }');
const POOL = template.statement('let FREE = null;');

/** Names of the runtime (frame.ts) as the classes use them. */
export const RUNTIME =
  'END as $end, Frame as $Frame, OVER as $over, READY as $ready, slicedToArray as _slicedToArray, yielded as $yielded';

export function frameClass(exploded: t.FunctionDeclaration, { name, isPooled }: PathFunction): string {
  const file = t.file(t.program([exploded]));
  const statements: t.Statement[] = [];
  traverse(file, {
    FunctionDeclaration(outer) {
      const run = runOf(outer);
      const locals = caseLocals(run, outer);
      const variables = Object.keys(outer.scope.bindings).filter((name) => !locals.includes(name));
      useFields(run, outer, variables);
      useFrame(run, endOf(name, isPooled ? variables : null));
      if (isPooled) statements.push(POOL({ FREE: freeOf(name) }));
      statements.push(classDeclaration(name, variables, [...locals.map(localOf), ...run.node.body.body]));
      outer.stop();
    },
  });
  return print(t.file(t.program(statements)));
}

const localOf = (variable: string): t.Statement =>
  t.variableDeclaration('let', [t.variableDeclarator(t.identifier(variable))]);

/** The function with the cases. */
function runOf(outer: NodePath<t.FunctionDeclaration>): NodePath<t.FunctionExpression> {
  let found: NodePath<t.FunctionExpression> | null = null;
  outer.traverse({
    FunctionExpression(inner) {
      found ??= inner;
      inner.skip();
    },
  });
  if (found === null) throw new Error(`${outer.node.id?.name}: the regenerator has made something else of it`);
  return found;
}

function useFields(run: NodePath, outer: NodePath<t.FunctionDeclaration>, variables: readonly string[]): void {
  run.traverse({
    Identifier(id) {
      const { name } = id.node;
      if (!variables.includes(name) || !isVariable(id) || id.scope.getBinding(name)?.scope !== outer.scope) return;
      if (t.isObjectProperty(id.parent)) id.parent.shorthand = false;
      id.replaceWith(own(fieldOf(name)));
      id.skip();
    },
  });
}

const own = (field: t.Identifier): t.MemberExpression => t.memberExpression(t.thisExpression(), field);

type End = (value: t.Expression | undefined) => t.Statement[];

/** A frame that is used again must not keep what its function has used. */
function endOf(name: string, cleared: readonly string[] | null): End {
  const free =
    cleared === null
      ? []
      : [...cleared.map((variable) => CLEAR({ FIELD: fieldOf(variable) })), ...FREE({ FREE: freeOf(name) })];
  return (value = t.identifier('undefined')) => [
    RESULT({ VALUE: value }),
    OVER(),
    ...free.map((one) => t.cloneNode(one)),
    END(),
  ];
}

/** Fields of the regenerator's context, and the frame's. */
const FIELDS: Readonly<Record<string, string>> = { n: 'at', v: 'value' };

/** Says with the frame's means what the function says with the regenerator's. */
function useFrame(run: NodePath<t.FunctionExpression>, end: End): void {
  const [context] = run.node.params as [t.Identifier];
  const returns: NodePath<t.ReturnStatement>[] = [];
  run.traverse({
    Function: (inner) => inner.skip(),
    ReturnStatement: (statement) => void returns.push(statement),
  });
  for (const statement of returns) statement.replaceWithMultiple(stepOf(statement, context.name, end));
  run.traverse({
    MemberExpression(member) {
      const { object, property } = member.node;
      if (!t.isIdentifier(object, { name: context.name })) return;
      const field = t.isIdentifier(property) ? FIELDS[property.name] : undefined;
      if (field === undefined) throw unknown(member.node);
      member.replaceWith(own(t.identifier(field)));
    },
  });
}

function stepOf(statement: NodePath<t.ReturnStatement>, context: string, end: End): t.Statement[] {
  const { argument } = statement.node;
  const { name = '', args = [] } = operationOf(argument, context) ?? {};
  const [first, second] = args;
  if (name === '' && t.isExpression(argument)) return [YIELD({ REQUEST: argument })];
  if (name === 'd' && t.isCallExpression(first) && t.isNumericLiteral(second))
    return [call(first.arguments[0], second, statement)];
  if (name === 'a' && t.isNumericLiteral(first, { value: RETURNS })) return end(second);
  if (name === 'a' && t.isNumericLiteral(first, { value: JUMPS }))
    return [GO_ON({ AT: second }), t.continueStatement()];
  throw unknown(statement.node);
}

/** The regenerator's words for how a function is left. */
const RETURNS = 2;
const JUMPS = 3;

function operationOf(node: t.Node | null | undefined, context: string): { name: string; args: t.Expression[] } | null {
  if (!t.isCallExpression(node) || !t.isMemberExpression(node.callee)) return null;
  const { object, property } = node.callee;
  if (!t.isIdentifier(object, { name: context }) || !t.isIdentifier(property)) return null;
  return { name: property.name, args: node.arguments as t.Expression[] };
}

/** Most calls that need not wait return READY: they go on without leaving run(). */
function call(path: t.Node | undefined, at: t.NumericLiteral, statement: NodePath<t.ReturnStatement>): t.Statement {
  const steps = CALL({ PATH: path, AT: at });
  return t.blockStatement(isFollowedBy(statement, at.value) ? steps : [...steps, t.continueStatement()]);
}

function isFollowedBy(statement: NodePath<t.ReturnStatement>, at: number): boolean {
  const { parentPath, key, container } = statement;
  if (!parentPath.isSwitchCase() || !Array.isArray(container) || key !== container.length - 1) return false;
  const { node } = parentPath.getNextSibling();
  return t.isSwitchCase(node) && t.isNumericLiteral(node.test, { value: at });
}

const unknown = (node: t.Node): Error =>
  new Error(
    `the regenerator says what frames do not know: ${print(t.file(t.program([t.isStatement(node) ? node : t.expressionStatement(node as t.Expression)])))}`,
  );

function classDeclaration(name: string, variables: readonly string[], body: t.Statement[]): t.Statement {
  const made = CLASS({ CLASS: classOf(name), FRAME: t.identifier('$Frame'), BODY: body }) as t.ClassDeclaration;
  const fields = variables.map((variable) => t.classProperty(fieldOf(variable), t.identifier('undefined')));
  made.body.body.unshift(...fields);
  return made;
}
