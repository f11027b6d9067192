// What --version says.

import { readFileSync } from 'node:fs';
import { ENGINE_NUMBER } from '../engine/engine.ts';

/** The sources are two folders below the package's top, the bundle is one. */
const PACKAGE = new URL(import.meta.url.endsWith('.ts') ? '../../package.json' : '../package.json', import.meta.url);

const packageVersion = (): string => String(JSON.parse(readFileSync(PACKAGE, 'utf8')).version);

export const versionLine = (): string =>
  `vmtop ${packageVersion()} (node ${process.versions.node}, engine ${ENGINE_NUMBER})`;
