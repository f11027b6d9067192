// Reading and writing JavaScript and TypeScript.

import { parseSync, types as t, transformFromAstSync } from '@babel/core';

const NO_FILES = { configFile: false, babelrc: false } as const;

/** Of what is TypeScript where `file` says so. */
export function parse(code: string, file: string): t.File {
  const plugins = file.endsWith('.ts') ? (['typescript'] as const) : [];
  const parsed = parseSync(code, {
    ...NO_FILES,
    sourceType: 'module',
    filename: file,
    parserOpts: { plugins: [...plugins] },
  });
  if (!t.isFile(parsed)) throw new Error(`${file}: cannot be parsed`);
  return parsed;
}

export function print(file: t.File): string {
  return transformFromAstSync(file, '', NO_FILES)?.code ?? '';
}
