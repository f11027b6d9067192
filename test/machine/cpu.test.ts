import { describe, expect, it } from 'vitest';
import { Panic } from '../../src/engine/panic.ts';
import { symbols, userSymbol } from '../../src/engine/symbols.ts';
import type { Call } from '../../src/machine/call.ts';
import type { Request } from '../../src/machine/path.ts';
import { computeFor, SLEEP, sleepFor, sync } from '../../src/machine/wait.ts';
import { Rig } from './rig.ts';

const S = symbols('work', 'more', 'handler', 'spinning');
const app = userSymbol('user');

/** Burns its CPU until somebody grants. */
const spinUntilGranted = (c: Call): Request => ({
  perform(cpu) {
    cpu.spin(cpu.engine.tree.child(c.node, S.spinning));
    return false;
  },
});

const at = (rig: Rig, log: string[], name: string): void => void log.push(`${rig.engine.now} ${name}`);

const interrupt = (rig: Rig, cpu: number, ns: number, log: number[] = []): void => {
  const node = rig.engine.tree.child(0, S.handler);
  rig.cpu(cpu).interrupt(node, ns, (handled) => log.push(handled));
};

describe('time of a path', () => {
  it('passes what was spent before the next request, and charges it to its call chain', () => {
    const rig = new Rig({ cpus: 1, contextSwitchNs: 5, idleWakeNs: 10 });
    const log: string[] = [];
    rig.spawn('t', 0, function* (c) {
      const work = c.enter(S.work);
      at(rig, log, 'starts');
      work.spend(100);
      work.spendIn(S.more, 7);
      work.spend(3);
      at(rig, log, 'ran ahead');
      expect(work.cpu.localNow).toBe(125);
      yield* sync(c);
      at(rig, log, 'synchronised');
    });
    rig.engine.run(1000);
    expect(log).toEqual(['15 starts', '15 ran ahead', '125 synchronised']);
    const tree = rig.engine.tree;
    const work = tree.child(0, S.work);
    expect([tree.ns[work], tree.ns[tree.child(work, S.more)]]).toEqual([103, 7]);
    expect([rig.time(0, 'sys'), rig.time(0, 'idle')]).toEqual([115, 885]);
  });

  it('lets the time pass that a path spent after its last yield', () => {
    const rig = new Rig({ cpus: 1 });
    rig.spawn('t', 0, function* (c) {
      yield* sync(c);
      c.enter(S.work).spend(100);
    });
    rig.engine.run(1000);
    expect([rig.time(0, 'sys'), rig.time(0, 'idle')]).toEqual([100, 900]);
  });

  it('refuses fractions, negative charges and a loop that never spends', () => {
    const spending = (ns: number): (() => void) => {
      const rig = new Rig({ cpus: 1 });
      rig.spawn('t', 0, function* (c) {
        c.spend(ns);
        yield* sync(c);
      });
      return () => rig.engine.run(1);
    };
    for (const ns of [0.5, -1, Number.NaN]) expect(spending(ns)).toThrow(Panic);
    const rig = new Rig({ cpus: 1 });
    rig.spawn('t', 0, function* (c) {
      for (;;) yield* sync(c);
    });
    expect(() => rig.engine.run(1)).toThrow('without spending');
  });
});

describe('interrupts', () => {
  it('lengthen a kernel batch by the handler, wherever they hit it', () => {
    for (const hit of [1, 50, 99]) {
      const rig = new Rig({ cpus: 1 });
      const log: string[] = [];
      rig.spawn('t', 0, function* (c) {
        c.enter(S.work).spend(100);
        yield* sync(c);
        at(rig, log, 'through');
      });
      rig.timer([hit], () => interrupt(rig, 0, 30));
      rig.engine.run(1000);
      expect(log).toEqual(['130 through']);
      expect([rig.time(0, 'sys'), rig.time(0, 'irq'), rig.time(0, 'idle')]).toEqual([100, 30, 870]);
    }
  });

  it('run one after another, also when the second comes while the first still runs', () => {
    const rig = new Rig({ cpus: 1 });
    const log: string[] = [];
    const handled: number[] = [];
    rig.spawn('t', 0, function* (c) {
      c.enter(S.work).spend(100);
      yield* sync(c);
      at(rig, log, 'through');
    });
    rig.timer([90, 95, 150], () => interrupt(rig, 0, 30, handled));
    rig.engine.run(1000);
    expect(handled).toEqual([120, 150, 180]);
    expect(log).toEqual(['190 through']);
  });

  it('lengthen user mode', () => {
    const rig = new Rig({ cpus: 1 });
    const log: string[] = [];
    rig.spawn('t', 0, function* (c) {
      yield* computeFor(c, 1000);
      at(rig, log, 'through');
    });
    rig.timer([10, 500], () => interrupt(rig, 0, 30));
    rig.engine.run(5000);
    expect(log).toEqual(['1060 through']);
    expect([rig.time(0, 'user'), rig.time(0, 'irq')]).toEqual([1000, 60]);
    expect(rig.engine.tree.ns[rig.engine.tree.child(0, app)]).toBe(1000);
  });

  it('hold up a grant only as long as the handler still runs', () => {
    const finish = (interruptAt: number): string[] => {
      const rig = new Rig({ cpus: 1 });
      const log: string[] = [];
      rig.spawn('t', 0, function* (c) {
        yield spinUntilGranted(c);
        at(rig, log, 'granted');
      });
      rig.timer([interruptAt], () => interrupt(rig, 0, 30));
      rig.timer([100], () => rig.cpu(0).grant(10));
      rig.engine.run(1000);
      expect(rig.time(0, 'irq')).toBe(30);
      return log;
    };
    expect(finish(50)).toEqual(['110 granted']);
    expect(finish(90)).toEqual(['120 granted']);
    expect(finish(105)).toEqual(['135 granted']);
  });

  it('wake an idle CPU, which idles on; one that comes during the wake-up waits for its end', () => {
    const rig = new Rig({ cpus: 1, idleWakeNs: 20 });
    const handled: number[] = [];
    rig.timer([100, 110, 200], () => interrupt(rig, 0, 30, handled));
    rig.engine.run(1000);
    expect(handled).toEqual([150, 180, 250]);
    expect([rig.time(0, 'irq'), rig.time(0, 'idle')]).toEqual([90, 910]);
  });

  it('make a woken task wait for the handler but not for a second wake-up', () => {
    const rig = new Rig({ cpus: 1, idleWakeNs: 20 });
    const log: string[] = [];
    rig.timer([100], () => interrupt(rig, 0, 30));
    rig.timer([130], () =>
      rig.spawn('t', 0, function* (c) {
        at(rig, log, 'starts');
        yield* sync(c);
      }),
    );
    rig.engine.run(1000);
    expect(log).toEqual(['150 starts']);
  });

  it('wait while the CPU has them off', () => {
    const rig = new Rig({ cpus: 1 });
    const log: string[] = [];
    const handled: number[] = [];
    rig.spawn('t', 0, function* (c) {
      c.cpu.disableIrqs();
      c.enter(S.work).spend(100);
      yield* sync(c);
      at(rig, log, 'enables');
      c.cpu.enableIrqs();
      c.enter(S.work).spend(50);
      yield* sync(c);
      at(rig, log, 'through');
    });
    rig.timer([10, 20], () => interrupt(rig, 0, 30, handled));
    rig.engine.run(1000);
    expect(handled).toEqual([130, 160]);
    expect(log).toEqual(['100 enables', '210 through']);
  });

  it('are seen at the top of the stack while they run', () => {
    const rig = new Rig({ cpus: 1 });
    rig.spawn('t', 0, function* (c) {
      c.enter(S.work).spend(100);
      yield* sync(c);
    });
    rig.timer([50], () => interrupt(rig, 0, 30));
    const top = (until: number): number => {
      rig.engine.run(until);
      return rig.engine.tree.sym(rig.cpu(0).currentNode);
    };
    expect([top(40), top(60), top(90)]).toEqual([S.work, S.handler, S.work]);
  });
});

describe('sleep', () => {
  it('ends with the timer, or earlier with a wake-up, and then the timer is gone', () => {
    const rig = new Rig({ cpus: 1 });
    const log: string[] = [];
    const task = rig.spawn('t', 0, function* () {
      yield sleepFor(100);
      at(rig, log, 'timer');
      yield sleepFor(100);
      at(rig, log, 'woken');
      yield SLEEP;
      at(rig, log, 'woken again');
    });
    rig.timer([150, 300], () => task.wake());
    rig.engine.run(1000);
    expect(log).toEqual(['100 timer', '150 woken', '300 woken again']);
  });

  it('on the disk makes idle time of its CPU iowait, and only that', () => {
    const rig = new Rig({ cpus: 1 });
    const io: Request = {
      perform(cpu) {
        cpu.block(true);
        return false;
      },
    };
    const reader = rig.spawn('reader', 0, function* (c) {
      c.spend(10);
      yield io;
      c.spend(10);
      yield* sync(c);
    });
    rig.spawn('worker', 0, function* (c) {
      c.spend(40);
      yield* sync(c);
    });
    rig.timer([200], () => reader.wake());
    rig.engine.run(1000);
    expect([rig.time(0, 'sys'), rig.time(0, 'iowait'), rig.time(0, 'idle')]).toEqual([60, 150, 790]);
  });
});
