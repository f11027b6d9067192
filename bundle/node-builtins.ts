// Node's own modules in the bundle, name by name. Who imports one of them makes Node read all of its properties, among them
// those that load more of Node when they are read first: `util` and `assert` alone cost 25 ms of start.

import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

const BY_NAME = 'node-builtin';
const WHOLE = 'node-builtin-required';

export const nodeBuiltins: Plugin = {
  name: 'node-builtins',
  setup(build) {
    build.onResolve({ filter: /^[\w:/]+$/ }, ({ path, kind }) => {
      if (!isBuiltin(path) || kind === 'dynamic-import') return undefined;
      return { path: path.replace(/^node:/, ''), namespace: kind === 'require-call' ? WHOLE : BY_NAME };
    });
    build.onLoad({ filter: /.*/, namespace: WHOLE }, ({ path }) => ({
      contents: `module.exports = ${moduleOf(path)};`,
    }));
    build.onLoad({ filter: /.*/, namespace: BY_NAME }, ({ path }) => ({ contents: byName(path) }));
  },
};

const moduleOf = (path: string): string => `process.getBuiltinModule(${JSON.stringify(path)})`;

/** The bundler drops the names that nobody imports. */
function byName(path: string): string {
  const names = Object.keys(process.getBuiltinModule(path) ?? {});
  const identifiers = names.filter((name) => /^[A-Za-z_]\w*$/.test(name) && name !== 'default');
  return [
    `const whole = /* @__PURE__ */ ${moduleOf(path)};`,
    'export default whole;',
    ...identifiers.map((name, index) => `const name${index} = /* @__PURE__ */ (() => whole.${name})();`),
    `export { ${identifiers.map((name, index) => `name${index} as ${name}`).join(', ')} };`,
  ].join('\n');
}
