// What the packed package depends on: nothing. All of it is inside its bundle already, and npm would fetch it once more, with
// the versions that its own dependencies ask for: a package's overrides hold in its checkout only.
//
// `node packed-manifest.js strip` before packing, `... restore` afterwards; both work on the current folder's package.json.

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const MANIFEST = 'package.json';
const ASIDE = '.package.json.aside';

function strip() {
  // Packing that broke off has left the whole one aside.
  restore();
  const text = readFileSync(MANIFEST, 'utf8');
  const { dependencies, ...manifest } = JSON.parse(text);
  writeFileSync(ASIDE, text);
  writeFileSync(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
}

function restore() {
  if (existsSync(ASIDE)) renameSync(ASIDE, MANIFEST);
}

if (process.argv[2] === 'strip') strip();
else restore();
