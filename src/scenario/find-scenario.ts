// Scenarios by name: those of the package, or any file by its path.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { closest, didYouMean } from '../base/closest.ts';
import { UsageError } from '../base/usage-error.ts';
import { SCENARIOS } from './package-files.ts';
import { yamlNames } from './yaml-names.ts';

export const scenarioNames = (folder: string = SCENARIOS): readonly string[] => yamlNames(folder);

/** Path of the file that `--scenario` means: a name of the package's own, else a path. `others` may have been meant, too. */
export function findScenario(nameOrPath: string, others: readonly string[] = [], folder: string = SCENARIOS): string {
  const names = scenarioNames(folder);
  if (names.includes(nameOrPath)) return join(folder, `${nameOrPath}.yaml`);
  if (/[/\\]|\.ya?ml$/.test(nameOrPath) || existsSync(nameOrPath)) return nameOrPath;
  // What is known are scenarios; a command is only worth a word when it was probably meant.
  const known = closest(nameOrPath, others) === null ? names : [...names, ...others];
  throw new UsageError(`unknown scenario '${nameOrPath}'${didYouMean(nameOrPath, known)}`);
}
