// vmtop list: the scenarios that come with the package.

import type { CommandModule, Options } from 'yargs';

export const LIST_OPTIONS = {
  json: { type: 'boolean', describe: 'As JSON' },
} as const satisfies Record<string, Options>;

interface ListArguments {
  readonly json?: boolean | undefined;
}

export interface ListedScenario {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  /** What the digit keys flip. */
  readonly flips: readonly {
    readonly key: string;
    readonly subsystem: string;
    readonly old: string;
    readonly new: string;
  }[];
  readonly claims: number;
  /** Constants that were fitted, fewer than claims, each with the claims that it was fitted on. */
  readonly fitted: readonly { readonly constant: string; readonly on: readonly string[] }[];
}

export const listCommand: CommandModule<unknown, ListArguments> = {
  command: 'list',
  describe: 'List the scenarios',
  builder: LIST_OPTIONS,
  handler: async ({ json }) => {
    const scenarios = await listedScenarios();
    process.stdout.write(json === true ? `${JSON.stringify(scenarios, null, 2)}\n` : listText(scenarios));
  },
};

export async function listedScenarios(): Promise<readonly ListedScenario[]> {
  const { findScenario, scenarioNames } = await import('../scenario/find-scenario.ts');
  const { readScenario } = await import('../scenario/read-scenario.ts');
  const { readOnce } = await import('../scenario/yaml-file.ts');
  const { KNOWN } = await import('../scenario/known.ts');
  const options = { catalogue: KNOWN, readYaml: readOnce() };
  return scenarioNames().map((name) => {
    const { title, source, kernel, claims, fitted } = readScenario(findScenario(name), options);
    return {
      name,
      title,
      source,
      flips: kernel.flips,
      claims: claims.length,
      fitted: fitted.map(({ constant, on }) => ({ constant, on })),
    };
  });
}

export function listText(scenarios: readonly ListedScenario[]): string {
  const width = Math.max(0, ...scenarios.map(({ name }) => name.length));
  return scenarios.map(({ name, title }) => `${name.padEnd(width)}  ${title}\n`).join('');
}
