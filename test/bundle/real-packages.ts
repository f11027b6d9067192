// Modules of packages in whose place the bundle puts ours, as they are.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LineUpdate } from '../../bundle/ink-line-update.ts';
import type { OutputClass } from '../../bundle/ink-output.ts';
import type { StringWidth } from '../../bundle/string-width.ts';

const ink = fileURLToPath(import.meta.resolve('ink'));
const load = createRequire(ink);

export const stringWidth = (load('string-width') as { readonly default: StringWidth }).default;

const ofInk = (file: string): unknown => (load(join(dirname(ink), file)) as { readonly default: unknown }).default;

export const InkOutput = ofInk('output.js') as OutputClass;
export const inkLineUpdate = ofInk('line-update.js') as LineUpdate;
