import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test, vi } from 'vitest';
import { saveScreen } from '../../src/tui/save.ts';
import { demoFrame } from './demo-frames.ts';
import { after, calm, stateAt } from './situations.ts';

test('every chain of the profile has its callers, or says that there are none', async () => {
  const folder = mkdtempSync(`${tmpdir()}/vmtop-`);
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  const frame = demoFrame(calm);
  const [row] = frame.profile.rows;
  if (row === undefined) throw new Error('the demo has no profile');
  const chains = [
    { share: 0.75, callers: ['rmap_walk', 'shrink_zone'] },
    { share: 0.25, callers: [] },
  ];
  const state = after(stateAt(calm), {
    kind: 'frame',
    frame: { ...frame, profile: { ...frame.profile, rows: [{ ...row, chains }] } },
  });
  const path = await saveScreen(state, ['the screen']);
  expect(path).toBe(`${folder}/vmtop-aim7-1.txt`);
  const [screen, ...lines] = readFileSync(path, 'utf8').split('\n');
  expect(screen).toBe('the screen');
  const indent = ' '.repeat(20);
  expect(lines.slice(3)).toEqual([`${indent}75.0% <- rmap_walk <- shrink_zone`, `${indent}25.0% (no caller)`, '']);
});
