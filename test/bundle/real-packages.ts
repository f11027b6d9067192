// Modules of packages in whose place the bundle puts ours, as they are.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OutputClass } from '../../bundle/ink-output.ts';
import type { StringWidth } from '../../bundle/string-width.ts';

const ink = fileURLToPath(import.meta.resolve('ink'));
const load = createRequire(ink);

export const stringWidth = (load('string-width') as { readonly default: StringWidth }).default;

export const InkOutput = (load(join(dirname(ink), 'output.js')) as { readonly default: OutputClass }).default;
