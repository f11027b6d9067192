// The scenario picker: a list to choose from when vmtop is called without a scenario.

import { Box, render, Text, useApp, useInput, useWindowSize } from 'ink';
import { useState } from 'react';
import { stopJob } from '../tui/terminal.ts';
import { clip, printable } from '../tui/text/cells.ts';
import { span } from '../tui/text/line.ts';
import { createTheme } from '../tui/theme/theme.ts';
import type { TitledScenario } from './list.ts';
import { pick } from './picking.ts';

/** The chosen scenario's name, or null when the user leaves. */
export async function pickScenario(scenarios: readonly TitledScenario[], ascii: boolean): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  process.stdin.setRawMode(true);
  const app = render(<Picker scenarios={scenarios} ascii={ascii} onEnd={resolve} />, {
    exitOnCtrlC: false,
    interactive: true,
  });
  const name = await promise;
  app.clear();
  app.unmount();
  await app.waitUntilExit();
  return name;
}

interface PickerProps {
  readonly scenarios: readonly TitledScenario[];
  readonly ascii: boolean;
  readonly onEnd: (name: string | null) => void;
}

function Picker({ scenarios, ascii, onEnd }: PickerProps) {
  const [selected, select] = useState(0);
  const { suspendTerminal } = useApp();
  const { columns } = useWindowSize();
  // Ink knows the looks; the theme knows which signs the terminal has.
  const theme = createTheme('none', ascii);
  const row = (text: string): string => theme.paint([span(clip(printable(text), columns, theme.glyphs.cut))], columns);
  useInput((input, key) => {
    const picking = pick(selected, scenarios.length, { input, key });
    if (picking.end === null) select(picking.selected);
    else if (picking.end === 'away') void stopJob(suspendTerminal);
    else onEnd(picking.end === 'chosen' ? (scenarios[picking.selected]?.name ?? null) : null);
  });
  const width = Math.max(0, ...scenarios.map(({ name }) => name.length));
  return (
    <Box flexDirection="column">
      <Text bold>Choose a scenario</Text>
      {scenarios.map(({ name, title }, index) => (
        <Text key={name} inverse={index === selected} wrap="truncate">
          {row(`${index === selected ? '>' : ' '} ${name.padEnd(width)}  ${title}`)}
        </Text>
      ))}
      <Text dimColor>Enter starts, arrows choose, q leaves</Text>
    </Box>
  );
}
