// The story is there to be read: no caption of the scenarios that come with the package is cut.

import { expect, it } from 'vitest';
import { findScenario, scenarioNames } from '../../../src/scenario/find-scenario.ts';
import { KNOWN } from '../../../src/scenario/known.ts';
import { readScenario } from '../../../src/scenario/read-scenario.ts';
import { layout } from '../../../src/tui/layout.ts';
import { captionPanel } from '../../../src/tui/panels/captions/captions.ts';
import { after, calm, stateAt } from '../situations.ts';
import { panelText } from './panel-text.ts';

function shown(text: string, columns: number, rows: number): string {
  const placements = layout({ columns, rows, focus: 'profile', zoomed: false, cpus: 8 }) ?? [];
  const place = placements.find(({ region }) => region === 'captions');
  const state = after(stateAt(calm), { kind: 'caption', text });
  const lines = panelText(captionPanel, state, place?.columns ?? 0, place?.rows ?? 0).split('\n');
  return lines
    .map((line) => line.trim())
    .join(' ')
    .trim();
}

it.each(scenarioNames())('%s', (name) => {
  const { timeline } = readScenario(findScenario(name), { catalogue: KNOWN });
  const captions = timeline.map(({ caption }) => caption ?? '');
  for (const [columns, rows] of [
    [80, 24],
    [119, 30],
    [120, 40],
  ] as const)
    expect(captions.map((text) => shown(text, columns, rows))).toEqual(captions);
});
