import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds } from '../property.ts';
import { RandomLoad } from './random-load.ts';

const loads = fc.record({
  seed: fc.nat(),
  cpus: fc.integer({ min: 1, max: 8 }),
  tasks: fc.integer({ min: 1, max: 20 }),
});

/** What a run did, as far as anybody can tell. */
const outcome = (load: RandomLoad): unknown => [load.rig.engine.hash, visible(load)];

const visible = ({ rig, log, lockClass }: RandomLoad): unknown => ({
  accounted: rig.accounted,
  log,
  times: rig.cpus.map((cpu) => [...cpu.time]),
  charges: [...rig.engine.tree.ns.slice(0, rig.engine.tree.size)],
  acquisitions: lockClass.acquisitions,
  waits: lockClass.wait,
  holds: lockClass.hold,
});

describe('under random operations', () => {
  it('CPU time and charges sum up to CPUs x elapsed time, exactly, at any instant', () => {
    holds(
      fc.property(loads, fc.array(fc.nat({ max: 20_000 }), { maxLength: 20 }), ({ seed, cpus, tasks }, looks) => {
        const { rig } = new RandomLoad(seed, cpus, tasks);
        for (const until of [...looks.sort((a, b) => a - b), 100_000]) {
          rig.engine.run(until);
          expect(rig.accounted).toBe(cpus * until);
          expect(rig.charged).toBe(cpus * until);
          const states = rig.tasks.map((task) => task.state);
          expect(rig.scheduler.runnable).toBe(states.filter((s) => s === 'running' || s === 'runnable').length);
        }
      }),
      60,
    );
  });

  it('cutting the run into slices changes nothing, not even the hash', () => {
    holds(
      fc.property(loads, fc.array(fc.nat({ max: 50_000 }), { maxLength: 200 }), ({ seed, cpus, tasks }, cuts) => {
        const whole = new RandomLoad(seed, cpus, tasks);
        const sliced = new RandomLoad(seed, cpus, tasks);
        whole.rig.engine.run(50_000);
        for (const until of [...cuts.sort((a, b) => a - b), 50_000]) {
          // One event at a time, no CPU ever passes on without the queue.
          while (!sliced.rig.engine.run(until, 1));
          for (const cpu of sliced.rig.cpus) cpu.settle();
        }
        expect(outcome(sliced)).toEqual(outcome(whole));
      }),
      40,
    );
  });

  it('a timer that does nothing changes nothing', () => {
    holds(
      fc.property(loads, fc.integer({ min: 1, max: 50 }), ({ seed, cpus, tasks }, period) => {
        const plain = new RandomLoad(seed, cpus, tasks);
        const timed = new RandomLoad(seed, cpus, tasks);
        const { engine } = timed.rig;
        const slot = engine.addSource({ fire: (now) => engine.schedule(now + period, slot) });
        engine.schedule(0, slot);
        for (const { rig } of [plain, timed]) rig.engine.run(50_000);
        expect(visible(timed)).toEqual(visible(plain));
      }),
      40,
    );
  });

  it('the same seed gives the same run, another seed another one', () => {
    const run = (seed: number): RandomLoad => {
      const made = new RandomLoad(seed, 4, 10);
      made.rig.engine.run(200_000);
      return made;
    };
    expect(outcome(run(1))).toEqual(outcome(run(1)));
    expect(run(1).rig.engine.hash).not.toBe(run(2).rig.engine.hash);
  });
});
