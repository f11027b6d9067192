// What the packed package depends on: only what its bundle leaves outside. The rest is inside already, and npm would fetch
// it once more, with the versions that its own dependencies ask for: a package's overrides hold in its checkout only.
//
// `node packed-manifest.js strip` before packing, `... restore` afterwards; both work on the current folder's package.json.

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { EXTERNAL } from './external.js';

const MANIFEST = 'package.json';
const ASIDE = '.package.json.aside';

function strip() {
  // Packing that broke off has left the whole one aside.
  restore();
  const text = readFileSync(MANIFEST, 'utf8');
  const manifest = JSON.parse(text);
  const kept = Object.entries(manifest.dependencies).filter(([name]) => EXTERNAL.includes(name));
  writeFileSync(ASIDE, text);
  writeFileSync(MANIFEST, `${JSON.stringify({ ...manifest, dependencies: Object.fromEntries(kept) }, null, 2)}\n`);
}

function restore() {
  if (existsSync(ASIDE)) renameSync(ASIDE, MANIFEST);
}

if (process.argv[2] === 'strip') strip();
else restore();
