// The scenario picker: a list to choose from when vmtop is called without a scenario.

import { Box, render, Text, useInput } from 'ink';
import { useState } from 'react';
import type { ListedScenario } from './list.ts';

/** The chosen scenario's name, or null when the user leaves. */
export async function pickScenario(scenarios: readonly ListedScenario[]): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  process.stdin.setRawMode(true);
  const app = render(<Picker scenarios={scenarios} onEnd={resolve} />, { exitOnCtrlC: false, interactive: true });
  const name = await promise;
  app.clear();
  app.unmount();
  await app.waitUntilExit();
  return name;
}

interface PickerProps {
  readonly scenarios: readonly ListedScenario[];
  readonly onEnd: (name: string | null) => void;
}

function Picker({ scenarios, onEnd }: PickerProps) {
  const [selected, select] = useState(0);
  const move = (by: number): void => select((at) => Math.min(scenarios.length - 1, Math.max(0, at + by)));
  useInput((input, key) => {
    if (key.escape || (key.ctrl && input === 'c')) onEnd(null);
    else if (key.return) onEnd(scenarios[selected]?.name ?? null);
    else if (key.upArrow) move(-1);
    else if (key.downArrow) move(1);
    else for (const letter of input) press(letter);
  });
  const press = (letter: string): void => {
    if (letter === 'q') onEnd(null);
    else if (letter === 'j') move(1);
    else if (letter === 'k') move(-1);
  };
  const width = Math.max(0, ...scenarios.map(({ name }) => name.length));
  return (
    <Box flexDirection="column">
      <Text bold>Choose a scenario</Text>
      {scenarios.map(({ name, title }, index) => (
        <Text key={name} inverse={index === selected} wrap="truncate">
          {`${index === selected ? '>' : ' '} ${name.padEnd(width)}  ${title}`}
        </Text>
      ))}
      <Text dimColor>Enter starts, arrows choose, q leaves</Text>
    </Box>
  );
}
