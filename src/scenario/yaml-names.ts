// Names of the YAML files in a folder, for those who need to know no more of them: reading YAML takes long to load.

import { readdirSync } from 'node:fs';
import { basename } from 'node:path';

export const yamlNames = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort();
