// Node's own modules in the bundle, name by name. Who imports one of them makes Node read all of its properties, among them
// those that load more of Node when they are read first: `util` and `assert` alone cost 25 ms of start.

import { isBuiltin } from 'node:module';

const BY_NAME = 'node-builtin';
const WHOLE = 'node-builtin-required';

export const nodeBuiltins = {
  name: 'node-builtins',
  setup(build) {
    build.onResolve({ filter: /^[\w:/]+$/, namespace: 'file' }, ({ path, kind }) => {
      if (!isBuiltin(path) || kind === 'dynamic-import') return undefined;
      return { path: path.replace(/^node:/, ''), namespace: kind === 'require-call' ? WHOLE : BY_NAME };
    });
    build.onLoad({ filter: /.*/, namespace: WHOLE }, ({ path }) => ({ contents: `module.exports = ${moduleOf(path)};` }));
    build.onLoad({ filter: /.*/, namespace: BY_NAME }, ({ path }) => ({ contents: byName(path) }));
  },
};

const moduleOf = (path) => `process.getBuiltinModule(${JSON.stringify(path)})`;

/** The bundler drops the names that nobody imports. */
function byName(path) {
  const names = Object.keys(process.getBuiltinModule(path)).filter((name) => /^[\w$]+$/.test(name) && name !== 'default');
  return [
    `const whole = /* @__PURE__ */ ${moduleOf(path)};`,
    'export default whole;',
    ...names.map((name, index) => `const name${index} = /* @__PURE__ */ (() => whole.${name})();`),
    `export { ${names.map((name, index) => `name${index} as ${name}`).join(', ')} };`,
  ].join('\n');
}
