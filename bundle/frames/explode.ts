// Babel's regenerator cuts generators into cases:
//
//   function f(a) { var b; return _regenerator().w(function (_context) { while (1) switch (_context.n) { case 0: ... } }, _marked); }
//
// where _context.n is the case to go on at, _context.v the value of what was waited for, _context.d(values, n) calls, and
// _context.a(2, value) returns.

import { types as t, transformFromAstSync } from '@babel/core';
import blockScoping from '@babel/plugin-transform-block-scoping';
import destructuring from '@babel/plugin-transform-destructuring';
import regenerator from '@babel/plugin-transform-regenerator';
import { transformSync } from 'esbuild';
import { parse, print } from './babel.ts';

/** What of Babel's the functions name and frames need not, or have of their own (frame.ts). */
const KNOWN = /^_(regenerator(Values)?|marked\d*|slicedToArray)$/;

/** Returns the functions as they come out, in the order of the generators, which are TypeScript still. */
export function explode(generators: readonly t.FunctionDeclaration[], file: string): t.FunctionDeclaration[] {
  const { code } = transformSync(print(t.file(t.program([...generators]))), { loader: 'ts', target: 'node22.12' });
  const exploded = transformFromAstSync(parse(code, 'paths.js'), '', {
    configFile: false,
    babelrc: false,
    plugins: [destructuring, blockScoping, regenerator],
  });
  const { program } = parse(exploded?.code ?? '', 'paths.js');
  const wanted = new Set(generators.map(({ id }) => id?.name));
  const functions = program.body.filter((one) => t.isFunctionDeclaration(one)).filter(({ id }) => wanted.has(id?.name));
  const helpers = program.body.flatMap(namesIn).filter((name) => !wanted.has(name) && !KNOWN.test(name));
  const needed = helpers.filter((name) => functions.some((one) => isNamedIn(one, name)));
  if (needed.length > 0)
    throw new Error(`${file}: a path needs ${needed.join(', ')} of Babel's; write it in simpler terms`);
  return functions;
}

const namesIn = (statement: t.Statement): string[] => Object.keys(t.getOuterBindingIdentifiers(statement));

function isNamedIn(node: t.Node, name: string): boolean {
  let found = false;
  t.traverseFast(node, (inner) => {
    found ||= t.isIdentifier(inner, { name });
  });
  return found;
}
