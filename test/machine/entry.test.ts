import { describe, expect, it } from 'vitest';
import { symbols } from '../../src/engine/symbols.ts';
import type { Call } from '../../src/machine/call.ts';
import { entry } from '../../src/machine/entry.ts';
import { type Path, ready } from '../../src/machine/path.ts';
import { sleepFor } from '../../src/machine/wait.ts';
import { Rig } from './rig.ts';

const S = symbols('inner');

type Wrap = <T>(c: Call, path: Path<T>) => Path<T>;

const plain: Wrap = (_c, path) => path;

/** Waits `depth` calls deep, twice, and returns the depth. */
function* nested(wrap: Wrap, c: Call, depth: number): Path<number> {
  const below = depth === 0 ? 0 : yield* wrap(c, nested(wrap, c.enter(S.inner), depth - 1));
  c.spend(10);
  yield sleepFor(5);
  c.spend(depth);
  yield sleepFor(5);
  return below + (depth === 0 ? 0 : 1);
}

/** What two tasks that wait at several depths do, and when. */
function run(wrap: Wrap): unknown {
  const rig = new Rig({ cpus: 1, contextSwitchNs: 3 });
  const log: unknown[] = [];
  for (const name of ['a', 'b'])
    rig.spawn(name, 0, function* body(c) {
      for (const depth of [3, 0, 5]) log.push([name, yield* wrap(c, nested(wrap, c, depth)), rig.engine.now]);
    });
  rig.engine.run(10_000);
  return { log, hash: rig.engine.hash, states: rig.tasks.map(({ state }) => state), charged: rig.charged };
}

describe('an entry', () => {
  it('changes nothing but who resumes whom', () => {
    expect(run(entry)).toEqual(run(plain));
    expect(run(entry)).toMatchObject({ states: ['dead', 'dead'] });
  });

  it('may be entered again, and around every other one', () => {
    let odd = false;
    const some: Wrap = (c, path) => {
      odd = !odd;
      return odd ? entry(c, entry(c, path)) : path;
    };
    expect(run(some)).toEqual(run(plain));
  });

  it('may be around a path that does not wait', () => {
    const rig = new Rig({ cpus: 1 });
    const results: number[] = [];
    rig.spawn('t', 0, function* body(c) {
      results.push(yield* entry(c, ready(7)));
      yield sleepFor(1);
      results.push(yield* entry(c, ready(8)));
    });
    rig.engine.run(100);
    expect(results).toEqual([7, 8]);
  });
});
