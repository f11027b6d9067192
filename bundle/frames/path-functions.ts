// Finds the generators of a module that are paths and leaves in their place functions that make frames.

import { type NodePath, types as t, template, traverse } from '@babel/core';
import { checkConstructs } from './constructs.ts';
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
  else { FREE = $frame.caller; $frame.caller = null; $frame.at = 0; }`,
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
      const refuse = (why: string): never => {
        throw new Error(`${file}: ${name.replace(/\$.*/, '')} cannot become a frame: ${why}`);
      };
      checkConstructs(path, refuse);
      taken.push(take(path, name, checkVariables(path, refuse)));
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

/** False when functions in it share its variables. Refuses those which frames cannot share or have. */
function checkVariables(path: NodePath<PathFunctionNode>, refuse: (why: string) => never): boolean {
  let isOwn = true;
  const share = (user: NodePath | null, otherwise: string): void => {
    isOwn = false;
    if (user?.isArrowFunctionExpression() !== true) refuse(otherwise);
  };
  path.traverse({
    Identifier(id) {
      const { name } = id.node;
      const binding = isVariable(id) ? id.scope.getBinding(name) : undefined;
      const owner = binding?.scope.getFunctionParent();
      if (!binding || !owner) return;
      if (owner !== path.scope && !owner.path.isDescendant(path))
        refuse(`${name} belongs to a function around it; hand it over`);
      const user = id.getFunctionParent();
      if (user === owner.path) return;
      if (isOfLoop(binding.path, owner.path)) refuse(`a function in it keeps ${name} of a loop; make it elsewhere`);
      if (owner === path.scope) share(user, `${name} is used in a function in it that is no arrow; make it one`);
    },
    ThisExpression(self) {
      const user = self.getFunctionParent();
      if (user !== path) share(user, 'a function in it that is no arrow uses this; make it one');
    },
  });
  return isOwn;
}

const isOfLoop = (variable: NodePath, owner: NodePath): boolean =>
  variable.findParent((at) => at === owner || at.isLoop()) !== owner;

/** Not a property's name or a function's own name. */
export function isVariable({ node, parent }: NodePath<t.Identifier>): boolean {
  const isFunctionName = t.isFunction(parent) && 'id' in parent && parent.id === node;
  return !isFunctionName && (t.isReferenced(node, parent) || t.isBinding(node, parent));
}

function take(path: NodePath<PathFunctionNode>, name: string, isPooled: boolean): PathFunction {
  const { node } = path;
  lowerForOf(path);
  const params = node.params.flatMap((param) => Object.keys(t.getBindingIdentifiers(param)));
  const values = new Map<string, t.Expression>(params.map((param) => [param, t.identifier(param)]));
  path.get('body').traverse({
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
