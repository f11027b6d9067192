// How everything that runs is bundled: the program, and the demo of its screen at which tests and benchmarks look.

import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { frames } from './frames/plugin.ts';
import { nodeBuiltins } from './node-builtins.ts';
import { standIns } from './stand-ins.ts';

export const OPTIONS = {
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  jsx: 'automatic',
  // Less for V8 to read. Names and lines stay for those who read a trace.
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 120,
  // Ink's optional extra.
  external: ['react-devtools-core'],
  define: {
    'process.env.NODE_ENV': '"production"',
    // Without fetch yoga-layout unpacks its WebAssembly itself; with it, Node loads its whole HTTP client first: 30 ms.
    fetch: 'undefined',
    'Intl.Segmenter': 'GraphemeSegmenter',
  },
  inject: [fileURLToPath(new URL('grapheme-segmenter.ts', import.meta.url))],
  plugins: [frames, nodeBuiltins, standIns],
  // CommonJS packages inside an ES module bundle look for a `require`.
  banner: { js: "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);" },
  logLevel: 'warning',
} as const satisfies BuildOptions;
