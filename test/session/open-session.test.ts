import { afterEach, expect, it } from 'vitest';
import type { Topics } from '../../src/bus/bus.ts';
import { Panic } from '../../src/engine/panic.ts';
import { SUBSYSTEMS } from '../../src/kernel/subsystems.ts';
import { openSession } from '../../src/session/open-session.ts';
import type { Session, SessionOptions } from '../../src/session/session.ts';
import { FILES } from '../scenario/catalogue.ts';
import { BROKEN_SEED } from './counting-sources.ts';

const ENTRY = new URL('./counting-worker.ts', import.meta.url);
const OPTIONS: SessionOptions = { scenarioPath: `${FILES}/count.yaml`, seed: 1, set: {}, fps: 30, at: [] };

const open: Session[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.close()));
});

async function start(options: Partial<SessionOptions> = {}): Promise<Session> {
  const session = await openSession({ ...OPTIONS, ...options }, ENTRY);
  open.push(session);
  return session;
}

/** The first message of a topic for which the predicate holds. */
const heard = <T extends 'frame' | 'status' | 'marker' | 'caption' | 'failed'>(
  { bus }: Session,
  topic: T,
  wanted: (value: Topics[T][0]) => boolean = () => true,
): Promise<Topics[T][0]> =>
  new Promise((resolve) => {
    const listen = (value: Topics[T][0]): void => {
      if (wanted(value)) resolve(value);
    };
    bus.on(topic, listen as never);
  });

it('knows the run before it starts, and loses nothing of its beginning', async () => {
  const session = await start();
  expect(session.info).toEqual({
    scenario: 'count',
    title: 'A program that only counts',
    source: 'made up for tests',
    seed: 1,
    cpus: [{ id: 0, node: 0 }],
    memoryBytes: 128 * 2 ** 20,
    flips: [{ key: '1', subsystem: 'rmap', old: 'shared', new: 'chain' }],
    subsystems: [{ id: 'rmap', variants: SUBSYSTEMS['rmap'] }],
    load: { unit: 'users', step: 5, max: 100, metric: 'count.users' },
    metrics: [{ id: 'count.users', label: 'users', unit: '', help: 'Users that count' }],
    charts: [],
    headline: [],
    grain: '',
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const caption = heard(session, 'caption');
  session.start();
  expect(await caption).toBe('Users come in.');
  await heard(session, 'frame', ({ atNs }) => atNs > 0);
});

it('flips at once, and the screen hears of it', async () => {
  const session = await start();
  session.start();
  await heard(session, 'frame', ({ metrics }) => metrics['count.users'] === 10);
  const marker = heard(session, 'marker', ({ kind }) => kind === 'flip');
  const frame = heard(session, 'frame', ({ variants }) => variants['rmap'] === 'chain');
  session.send({ kind: 'flip', subsystem: 'rmap', variant: 'chain' });
  expect(await marker).toMatchObject({ kind: 'flip', text: 'rmap -> chain' });
  await frame;
});

it('pauses and resumes', async () => {
  const session = await start();
  session.start();
  session.send({ kind: 'pause' });
  expect(await heard(session, 'status', ({ paused }) => paused)).toMatchObject({ paused: true });
  session.send({ kind: 'resume' });
  expect(await heard(session, 'status', ({ paused }) => !paused)).toMatchObject({ paused: false });
});

it('tells a failure with the command that shows it again', async () => {
  const command = { kind: 'inject', fault: { kind: 'allocation', count: 1 } } as const;
  const session = await start({ seed: 9, set: { rmap: 'chain' }, at: [{ atNs: 250_000_000, command }] });
  const failed = heard(session, 'failed');
  session.start();
  const { message, reproduce, trace } = await failed;
  expect(message).toBe('the model is broken on purpose');
  expect(reproduce).toBe(
    `vmtop run ${OPTIONS.scenarioPath} --seed 9 --set rmap=chain --at 250ms:inject=allocation/1 --for 250000001ns`,
  );
  expect(trace).toContain('counting-model.ts');
});

it('tells a broken invariant found before the run as one, with the command that shows it again', async () => {
  const at = [{ atNs: 5, command: { kind: 'flip', subsystem: 'rmap', variant: 'chain' } }] as const;
  const error = await start({ seed: BROKEN_SEED, at }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Panic);
  expect(error).toHaveProperty(
    'message',
    `broken from the start\nto see it again: vmtop run ${OPTIONS.scenarioPath} --seed 666 --at 5ns:rmap=chain --for 6ns`,
  );
  expect(error).toHaveProperty('stack', expect.stringContaining('counting-sources.ts'));
});

it('refuses what cannot be used, and leaves nothing running', async () => {
  const refusal = (options: Partial<SessionOptions>) => start(options).then(() => 'accepted', String);
  expect(await refusal({ scenarioPath: `${FILES}/none.yaml` })).toBe(`UsageError: ${FILES}/none.yaml: no such file`);
  expect(await refusal({ set: { rmap: 'chian' } })).toBe(
    "UsageError: --set: expected a variant of rmap, got 'chian'; did you mean chain?",
  );
  expect(await refusal({ at: [{ atNs: 1, command: { kind: 'load', target: 101, overNs: 0 } }] })).toBe(
    'UsageError: --at: load: expected at most 100 users, got 101',
  );
});

it('can be closed twice, also before it was started', async () => {
  const session = await start();
  await session.close();
  await session.close();
});
