import { describe, expect, it } from 'vitest';
import { symbols } from '../../../src/engine/symbols.ts';
import { Gate } from '../../../src/kernel/locking/gate.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { sleepFor } from '../../../src/machine/wait.ts';
import { Rig } from '../../machine/rig.ts';

const S = symbols('inside');

/** A gate on a small machine; every task tells when it comes and goes. */
function setUp() {
  const rig = new Rig({ cpus: 4 });
  const gate = new Gate('old', 0);
  const log: string[] = [];
  const say = (text: string): void => {
    log.push(`${rig.engine.now} ${text}`);
  };
  /** Is inside for `ns`, from `at` on. */
  const visit = (name: string, at: number, ns: number): void => {
    rig.spawn(name, log.length, function* visitor(c: Call): Path {
      yield sleepFor(at);
      const variant = yield* gate.enter(c);
      say(`${name} in ${variant}`);
      c.spendIn(S.inside, ns);
      yield sleepFor(1);
      say(`${name} out`);
      gate.leave(c);
    });
  };
  const flip = (at: number): void => {
    rig.spawn('flip', 3, function* flipper(): Path {
      yield sleepFor(at);
      yield* gate.close();
      say('closed');
      yield sleepFor(100);
      gate.variant = 'new';
      gate.open();
    });
  };
  return { rig, gate, log, say, visit, flip };
}

describe('Gate', () => {
  it('lets those inside finish on the old variant, and lets nobody in while it is closed', () => {
    const { rig, gate, log, visit, flip } = setUp();
    visit('first', 10, 500);
    flip(50);
    visit('late', 60, 5);
    rig.engine.run(10_000);
    expect(log).toEqual(['10 first in old', '511 first out', '511 closed', '611 late in new', '617 late out']);
    expect(gate.inFlight).toBe(0);
  });

  it('lets a task that is inside enter again, or the flip would wait for it for ever', () => {
    const { rig, gate, log, say, flip } = setUp();
    rig.spawn('nested', 0, function* nested(c: Call): Path {
      yield* gate.enter(c);
      yield sleepFor(200);
      say(`again in ${yield* gate.enter(c)}`);
      gate.leave(c);
      expect(gate.inFlight).toBe(1);
      yield sleepFor(200);
      gate.leave(c);
    });
    flip(50);
    rig.engine.run(10_000);
    expect(log).toEqual(['200 again in old', '400 closed']);
    expect(gate.variant).toBe('new');
  });

  it('panics when it is left by a task that is not inside', () => {
    const { rig, gate } = setUp();
    // biome-ignore lint/correctness/useYield: it panics before it could wait.
    rig.spawn('stranger', 0, function* stranger(c: Call): Path {
      gate.leave(c);
    });
    expect(() => rig.engine.run(10)).toThrow('gate left twice');
  });

  it('counts those inside for itself: a task that is inside another gate waits like everybody', () => {
    const { rig, gate, log, say, flip } = setUp();
    const other = new Gate('other', 1);
    rig.spawn('both', 0, function* both(c: Call): Path {
      yield* other.enter(c);
      yield sleepFor(60);
      say(`in ${yield* gate.enter(c)}, inside ${gate.inFlight} and ${other.inFlight}`);
      gate.leave(c);
      say(`out, inside ${gate.inFlight} and ${other.inFlight}, ${gate.isInside(c.task)} ${other.isInside(c.task)}`);
      other.leave(c);
    });
    flip(50);
    rig.engine.run(10_000);
    expect(log).toEqual(['50 closed', '150 in new, inside 1 and 1', '150 out, inside 0 and 1, false true']);
  });
});
