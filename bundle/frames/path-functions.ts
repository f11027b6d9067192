// Finds the generators of a module that are paths and leaves in their place functions that make frames.

import { type NodePath, types as t, template, traverse } from '@babel/core';
import { lowerForOf } from './for-of.ts';

export interface PathFunction {
  /** One of its own in the module. */
  readonly name: string;
  /** It, with all its variables its own: of what stands around it, it uses the module's only. */
  readonly generator: t.FunctionDeclaration;
  /** Its frames can be used again: no function in it may still want its variables. */
  readonly isPooled: boolean;
}

type PathFunctionNode = t.FunctionDeclaration | t.FunctionExpression | t.ObjectMethod | t.ClassMethod;

/** What stands for `this` in a generator that was a method. */
const SELF = '$self';

const TAKE = template.statements(
  `let $frame = FREE;
  if ($frame === null) $frame = new CLASS();
  else { FREE = $frame.caller; $frame.caller = null; }`,
);
const MAKE = template.statements('const $frame = new CLASS();');
const SET = template.statement('$frame.FIELD = VALUE;');
const RETURN = template.statement('return $frame;');

export const fieldOf = (variable: string): t.Identifier => t.identifier(`_${variable}`);
export const classOf = (name: string): t.Identifier => t.identifier(`${name}$Frame`);
export const freeOf = (name: string): t.Identifier => t.identifier(`${name}$free`);

/** Changes the module `ast` of `file`. */
export function takePaths(ast: t.File, file: string): PathFunction[] {
  const taken: PathFunction[] = [];
  traverse(ast, {
    Function(path) {
      if (!isPathFunction(path)) return;
      const name = `${nameOf(path)}$${taken.length}`;
      taken.push(take(path, name, checkVariables(path, `${file}: ${name.replace(/\$.*/, '')}`)));
      path.skip();
    },
  });
  return taken;
}

function isPathFunction(path: NodePath<t.Function>): path is NodePath<PathFunctionNode> {
  const { node } = path;
  if (t.isArrowFunctionExpression(node) || t.isClassPrivateMethod(node) || !node.generator) return false;
  const type = t.isTSTypeAnnotation(node.returnType) ? node.returnType.typeAnnotation : null;
  return t.isTSTypeReference(type) && t.isIdentifier(type.typeName, { name: 'Path' });
}

function nameOf({ node }: NodePath<PathFunctionNode>): string {
  const named = t.isMethod(node) ? node.key : node.id;
  return t.isIdentifier(named) ? named.name : 'path';
}

/** False when functions in it share its variables. Throws where frames would not do what the generator does. */
function checkVariables(path: NodePath<PathFunctionNode>, what: string): boolean {
  let isOwn = true;
  const refuse = (why: string): never => {
    throw new Error(`${what} cannot become a frame: ${why}`);
  };
  path.traverse({
    Identifier(id) {
      const { name } = id.node;
      const binding = isVariable(id) ? id.scope.getBinding(name) : undefined;
      const owner = binding?.scope.getFunctionParent();
      if (binding === undefined || owner === null || owner === undefined) return;
      if (owner !== path.scope && !owner.path.isDescendant(path))
        refuse(`${name} belongs to a function around it; hand it over`);
      const user = id.getFunctionParent();
      if (owner !== path.scope || user === path) return;
      isOwn = false;
      if (user?.isArrowFunctionExpression() !== true)
        refuse(`${name} is used in a function in it that is no arrow; make it one`);
      if (binding.path.findParent((at) => at === path || at.isLoop()) !== path)
        refuse(`a function in it keeps ${name} of a loop; make it elsewhere`);
    },
    ThisExpression(self) {
      const user = self.getFunctionParent();
      if (user === path) return;
      isOwn = false;
      if (user?.isArrowFunctionExpression() !== true)
        refuse('a function in it that is no arrow uses this; make it one');
    },
    Super: () => refuse('it uses super; call another method'),
    TryStatement: () => refuse('it uses try; paths fail by what they return'),
    FunctionDeclaration: () => refuse('there is a function declaration in it; move it out'),
  });
  return isOwn;
}

function isVariable({ parent, key }: NodePath<t.Identifier>): boolean {
  if (t.isMemberExpression(parent) || t.isOptionalMemberExpression(parent))
    return key !== 'property' || parent.computed;
  if (t.isObjectProperty(parent)) return key !== 'key' || parent.computed || parent.shorthand;
  return !(t.isFunction(parent) && (key === 'id' || key === 'key'));
}

function take(path: NodePath<PathFunctionNode>, name: string, isPooled: boolean): PathFunction {
  const { node } = path;
  lowerForOf(path);
  const params = node.params.flatMap((param) => Object.keys(t.getBindingIdentifiers(param)));
  const values = new Map<string, t.Expression>(params.map((param) => [param, t.identifier(param)]));
  path.traverse({
    ThisExpression(self) {
      values.set(SELF, t.thisExpression());
      self.replaceWith(t.identifier(SELF));
    },
  });
  const variables = [...values.keys()].map((variable) => t.identifier(variable));
  const generator = t.functionDeclaration(t.identifier(name), variables, node.body, true);
  const fields = [...values].map(([variable, VALUE]) => SET({ FIELD: fieldOf(variable), VALUE }));
  const start = isPooled ? TAKE({ FREE: freeOf(name), CLASS: classOf(name) }) : MAKE({ CLASS: classOf(name) });
  node.generator = false;
  node.returnType = null;
  node.body = t.blockStatement([...start, ...fields, RETURN()]);
  return { name, generator, isPooled };
}
