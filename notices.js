// Licences of the packages that are bundled, as these ask to be told: one section per package, made from what the bundler
// says it has read.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const HEAD = 'The files beside this one contain parts of the following packages.\n';

/** `inputs`: paths of the files that went into the bundle. */
export function notices(root, inputs) {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== null));
  const sections = [...folders].map((folder) => section(join(root, folder)));
  return [HEAD, ...[...new Set(sections)].sort()].join(`\n${'-'.repeat(80)}\n`);
}

/** 'node_modules/ink/build/ink.js' -> 'node_modules/ink'; the innermost package. */
function packageFolder(path) {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  return folder ?? null;
}

function section(folder) {
  const { name, version, license, author, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const holder = `(${[wordsOf(author), repository?.url ?? repository].filter(Boolean).join(', ')})`;
  const text = licenceFile(folder) ?? `${licenceInReadme(folder)}\n${holder}`;
  return `\n${name} ${version}, ${wordsOf(license) || 'licence not stated'}\n\n${text.trim()}\n`;
}

function licenceFile(folder) {
  const file = fileLike(folder, /^(licen[cs]e|copying)/i);
  return file === undefined ? null : readFileSync(join(folder, file), 'utf8');
}

/** A few packages have no more than that. */
function licenceInReadme(folder) {
  const file = fileLike(folder, /^readme/i);
  const words = file === undefined ? '' : readFileSync(join(folder, file), 'utf8');
  return /^#*\s*licen[cs]e[\s\S]*/im.exec(words)?.[0].trim() ?? '';
}

const fileLike = (folder, name) =>
  readdirSync(folder)
    .sort()
    .find((file) => name.test(file));

const wordsOf = (field) => (typeof field === 'string' ? field : (field?.name ?? field?.type ?? field?.url ?? ''));
