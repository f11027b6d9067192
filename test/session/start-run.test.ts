import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { SECOND } from '../../src/base/time.ts';
import { UsageError } from '../../src/base/usage-error.ts';
import { startRun } from '../../src/session/start-run.ts';
import type { LoggedCommand } from '../../src/simulation/command.ts';
import { FILES } from '../scenario/catalogue.ts';
import { COUNTING_SOURCES } from './counting-sources.ts';

const folder = mkdtempSync(join(tmpdir(), 'vmtop-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('refuses to set or flip a subsystem that the machine does not have', () => {
  const start = (set: Readonly<Record<string, string>>, at: readonly LoggedCommand[]) => () =>
    startRun({ scenarioPath: `${FILES}/count.yaml`, seed: 1, set, at }, {}, COUNTING_SOURCES);
  const flip = { kind: 'flip', subsystem: 'extra', variant: 'on' } as const;
  const problem = "expected a subsystem of this machine (rmap), got 'extra', which kernel.variants does not name";
  expect(start({ extra: 'on' }, [])).toThrow(`--set: ${problem}`);
  expect(start({}, [{ atNs: 5, command: flip }])).toThrow(`--at: ${problem}`);
});

it('refuses a scenario that names figures which the run does not have, each with its place', () => {
  const text = readFileSync(`${FILES}/count.yaml`, 'utf8')
    .replace('until: count.users >= 10', 'until: count.user >= 10')
    .replace('metric: count.users\n', 'metric: count.usres\n');
  const scenarioPath = join(folder, 'f.yaml');
  writeFileSync(scenarioPath, text);
  const start = () => startRun({ scenarioPath, seed: 1, set: {}, at: [] }, {}, COUNTING_SOURCES);
  expect(start).toThrow(
    [
      `${scenarioPath}:16:5: timeline[0].until: no metric 'count.user'; did you mean count.users?`,
      `${scenarioPath}:27:5: claims[0].metric: no metric 'count.usres'; did you mean count.users?`,
    ].join('\n'),
  );
});

it('tells the figures of the same owner, or all, when none has nearly that name', () => {
  const tree = readFileSync(new URL('../cli/files/tree.yaml', import.meta.url), 'utf8');
  const scenarioPath = join(folder, 'figures.yaml');
  const refusalOf = (metric: string): string => {
    writeFileSync(scenarioPath, tree.replace('headline: [children]', `headline: [${metric}]`));
    try {
      startRun({ scenarioPath, seed: 1, set: {}, at: [] });
    } catch (error) {
      if (error instanceof Error) return error.message.replace(scenarioPath, 'f');
    }
    return 'accepted';
  };
  expect(refusalOf('survey.entriesLookedAt')).toBe(
    "f:11:12: headline[0]: no metric 'survey.entriesLookedAt'; known are survey.pages, survey.examined, survey.done",
  );
  expect(refusalOf('temperature')).toMatch(
    /^f:11:12: headline\[0\]: no metric 'temperature'; known are cpu\.user, .*, survey\.pages, .*, rmap\.halfLife$/,
  );
});

it('refuses figures of symbols that no simulated function declares', () => {
  const claims = [
    'self._raw_spinlock',
    'ticks.default_idle',
    'under.rmap_walk+mutex_lok',
    'self.xyzzy',
    'self.multiuser',
  ];
  const text = claims.map(
    (metric, index) =>
      `  - { id: c${index}, text: t, metric: ${metric}, unit: '%', at: { for: 1s }, max: 1, source: made up for a test }\n`,
  );
  const tree = readFileSync(new URL('../cli/files/tree.yaml', import.meta.url), 'utf8').split('claims:\n')[0];
  const scenarioPath = join(folder, 'symbols.yaml');
  writeFileSync(scenarioPath, `${tree}claims:\n${text.join('')}`);
  expect(() => startRun({ scenarioPath, seed: 1, set: {}, at: [] })).toThrow(
    new UsageError(
      `${scenarioPath}:18:24: claims[0].metric: no metric 'self._raw_spinlock'; did you mean self._raw_spin_lock?`,
      `${scenarioPath}:20:24: claims[2].metric: no metric 'under.rmap_walk+mutex_lok'; did you mean under.rmap_walk+mutex_lock?`,
      `${scenarioPath}:21:24: claims[3].metric: no metric 'self.xyzzy'`,
    ),
  );
});

it('tells the story only of the variants and parameters that the scenario starts with', () => {
  const captionsWith = (set: Readonly<Record<string, string>>, params = {}): readonly string[] => {
    const captions: string[] = [];
    const options = { scenarioPath: `${FILES}/count.yaml`, seed: 1, set, at: [], change: { params } };
    const { driver } = startRun(options, { caption: (text) => captions.push(text) }, COUNTING_SOURCES);
    while (!driver.advance(4 * SECOND, 1000));
    return captions;
  };
  expect(captionsWith({ rmap: 'shared' })).toEqual(['Users come in.', '']);
  expect(captionsWith({ rmap: 'shared' }, { speed: 4 })).toEqual([
    'Started with speed=4: the captions of this scenario tell of another start and are left out.',
    '',
  ]);
  expect(captionsWith({ rmap: 'chain' })).toEqual([
    'Started with rmap=chain: the captions of this scenario tell of another start and are left out.',
    '',
  ]);
});
