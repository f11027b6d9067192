// vmtop list: the scenarios that come with the package.

import type { CommandModule, Options } from 'yargs';

export const LIST_OPTIONS = {
  json: { type: 'boolean', describe: 'As JSON' },
} as const satisfies Record<string, Options>;

interface ListArguments {
  readonly json?: boolean | undefined;
}

interface ListedScenario {
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
    const text = json === true ? `${JSON.stringify(await listedScenarios(), null, 2)}\n` : titlesText(await titles());
    process.stdout.write(text);
  },
};

async function listedScenarios(): Promise<readonly ListedScenario[]> {
  const { findScenario, scenarioNames } = await import('../scenario/find-scenario.ts');
  const { readScenarioFile } = await import('../scenario/scenario-file.ts');
  return scenarioNames().map((name) => {
    const { title, source, kernel, claims, fitted } = readScenarioFile(findScenario(name));
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

/** What is there to choose from. */
export interface TitledScenario {
  readonly name: string;
  readonly title: string;
}

export async function titles(): Promise<readonly TitledScenario[]> {
  const { findScenario, scenarioNames } = await import('../scenario/find-scenario.ts');
  const { readTitle } = await import('../scenario/scenario-title.ts');
  const titled: TitledScenario[] = [];
  for (const name of scenarioNames()) {
    const path = findScenario(name);
    titled.push({ name, title: readTitle(path) ?? (await titleOfWhole(path)) });
  }
  return titled;
}

async function titleOfWhole(path: string): Promise<string> {
  const { readScenarioFile } = await import('../scenario/scenario-file.ts');
  return readScenarioFile(path).title;
}

export function titlesText(scenarios: readonly TitledScenario[]): string {
  const width = Math.max(0, ...scenarios.map(({ name }) => name.length));
  return scenarios.map(({ name, title }) => `${name.padEnd(width)}  ${title}\n`).join('');
}
