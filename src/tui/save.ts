// Saves what is to be seen, and the whole profile, to a new file in the current directory.

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { percent } from '../report/format.ts';
import { profileTable } from '../report/profile-table.ts';
import { NO_CALLER } from './panels/profile/chain-lines.ts';
import { type State, shown } from './state/state.ts';

/** Returns the path of the file. */
export async function saveScreen(state: State, screen: readonly string[]): Promise<string> {
  const text = [...screen, '', ...profileText(state), ''].join('\n');
  for (let number = 1; ; number++) {
    const path = resolve(`vmtop-${fileName(state.info.scenario)}-${number}.txt`);
    if (await wrote(path, text)) return path;
  }
}

const fileName = (scenario: string): string => scenario.replace(/[^\w.-]+/g, '_');

/** False when the file is there already: nothing is ever overwritten. */
async function wrote(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function profileText(state: State): readonly string[] {
  const { frame } = shown(state);
  if (frame === null) return [];
  const lines = profileTable(frame.profile, { sort: 'self', filter: '' }).flatMap((line) => [
    `${percent(line.self, 2).padStart(8)} ${percent(line.children, 2).padStart(8)}  ${line.space} ${line.symbol}`,
    ...line.chains.map(({ share, callers }) => `${' '.repeat(20)}${percent(share)} ${callersText(callers)}`),
  ]);
  return ['    self children  symbol', ...lines];
}

const callersText = (callers: readonly string[]): string =>
  callers.length === 0 ? NO_CALLER : callers.map((caller) => `<- ${caller}`).join(' ');
