// The shape of the code: floors, variants that do not know each other, no wall clock below the session, no forgotten yield.

import { describe, expect, it } from 'vitest';
import { SUBSYSTEMS } from '../src/kernel/subsystems.ts';
import { belowSession, floorViolations, packageViolations, variantViolations } from './architecture/floors.ts';
import { forgottenYields, waitingNames } from './architecture/forgotten-yields.ts';
import { loadedWith } from './architecture/loaded-with.ts';
import { parseSource, sources } from './architecture/sources.ts';
import { wallClockUses } from './architecture/wall-clock.ts';

const all = sources();
const simulated = all.filter(({ path }) => /^(machine|kernel|workload|simulation)\//.test(path));
const waiting = waitingNames(simulated);

describe('the code', () => {
  it('imports downwards only', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(floorViolations(all)).toEqual([]);
  });

  it('keeps variants apart', () => {
    expect(variantViolations(all, SUBSYSTEMS)).toEqual([]);
    const files = Object.entries(SUBSYSTEMS).flatMap(([subsystem, ids]) =>
      // A size at the end is a parameter: pool-128 is pool.ts.
      ids.map((id) => `kernel/${subsystem}/${id.replace(/-\d+$/, '')}.ts`),
    );
    expect(files.filter((file) => !all.some(({ path }) => path === file))).toEqual([]);
  });

  it('uses packages where they belong', () => {
    expect(packageViolations(all)).toEqual([]);
  });

  it('knows neither wall clock nor global randomness below the session', () => {
    expect(all.filter(belowSession).flatMap(wallClockUses)).toEqual([]);
  });

  it('loads neither chart widgets nor scenario files before the first screen', () => {
    // The live command's own imports at run time, and what the screen is drawn with.
    const entries = ['cli/main.ts', 'session/command-text.ts', 'scenario/find-scenario.ts', 'session/open-session.ts'];
    const early = [...entries, 'tui/index.tsx'].flatMap((entry) => [...loadedWith(all, entry)]);
    expect(early).toContain('tui/panels/charts/charts.ts');
    expect(early.filter((name) => /^(blessed|yaml$|zod$)/.test(name))).toEqual([]);
  });

  it('forgets no yield', () => {
    expect(waiting.paths.size).toBeGreaterThan(30);
    expect(waiting.requests.size).toBeGreaterThan(5);
    expect(simulated.flatMap((source) => forgottenYields(source, waiting))).toEqual([]);
  });
});

describe('the checks see', () => {
  const PATHS = `
    function* walk(c: Call): Path<number> { return 1; }
    function lock(c: Call): Request { return sync; }
    interface Rmap { unlink(c: Call): Path; enter(c: Call): Path; }
    class Call { enter(): Call { return this; } }
  `;
  const lines = (body: string): readonly string[] => {
    const source = parseSource('kernel/x/y.ts', `${PATHS} function* run(c: Call, rmap: Rmap): Path {\n${body}\n}`);
    return forgottenYields(source, waitingNames([source]));
  };

  it.each([
    ['walk(c);', 'calls walk() without yield*'],
    ['yield walk(c);', 'calls walk() without yield*'],
    ['const n = walk(c);', 'calls walk() without yield*'],
    ['const n = walk(c); if (isReady(n)) return;', 'calls walk() without yield*'],
    ['rmap.unlink(c);', 'calls unlink() without yield*'],
    ['if (c.x) rmap.unlink(c);', 'calls unlink() without yield*'],
    ['c.k.rmap.enter(c);', 'calls enter() without yield*'],
    ['lock(c);', 'makes a request with lock() without yield'],
    ['c.lock;', 'names something and does nothing with it'],
  ])('%s', (body, message) => {
    expect(lines(body)).toEqual([`kernel/x/y.ts:7 ${message}`]);
  });

  it.each([
    'yield* walk(c);',
    'const n = yield* walk(c);',
    'const n = walk(c); if (n !== READY) yield* n;',
    'const n = walk(c); return isReady(n) ? n.value : waitFor(n);',
    'return c.x ? walk(c) : rmap.unlink(c);',
    'start(() => walk(c));',
    'start(walk(c));',
    'const d = c.enter();',
    'yield lock(c);',
    'const request = lock(c); yield request;',
  ])('nothing wrong with %s', (body) => {
    expect(lines(body)).toEqual([]);
  });

  it('an import that points up, sideways or nowhere', () => {
    const bad = [
      parseSource('engine/a.ts', "import type { X } from '../machine/b.ts';"),
      parseSource('kernel/rmap/shared.ts', "export { x } from './chain.ts'; import '../vmap-index/list.ts';"),
      parseSource('elsewhere/a.ts', ''),
      parseSource('session/a.ts', "const x = await import('../tui/index.tsx');"),
      parseSource('kernel/mm/a.ts', "import '../sched/b.ts'; import '../locking/c.ts';"),
    ];
    expect(floorViolations(bad)).toEqual([
      'engine/a.ts imports machine/b.ts',
      'kernel/rmap/shared.ts imports kernel/vmap-index/list.ts',
      'elsewhere/a.ts stands on no floor',
      'session/a.ts imports tui/index.tsx',
    ]);
    expect(variantViolations(bad, { rmap: ['shared', 'chain'] })).toEqual([
      'kernel/rmap/shared.ts imports kernel/rmap/chain.ts',
    ]);
  });

  it('wall clock and randomness', () => {
    const text =
      'const a = Date.now() + Math.random();\nasync function f() { await g(); }\nconst b = x.process; setTimeout(f, 1);';
    expect(wallClockUses(parseSource('engine/a.ts', text))).toEqual([
      'engine/a.ts:1 uses Date',
      'engine/a.ts:1 uses Math.random',
      'engine/a.ts:2 uses async',
      'engine/a.ts:2 uses await',
      'engine/a.ts:3 uses setTimeout',
    ]);
  });
});
