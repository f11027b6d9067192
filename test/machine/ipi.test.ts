import { describe, expect, it } from 'vitest';
import { Panic } from '../../src/engine/panic.ts';
import { symbols } from '../../src/engine/symbols.ts';
import type { Call } from '../../src/machine/call.ts';
import { Broadcast, IpiLedger } from '../../src/machine/ipi.ts';
import type { Path, Request } from '../../src/machine/path.ts';
import { Tickless } from '../../src/machine/tickless.ts';
import { computeFor, sync } from '../../src/machine/wait.ts';
import { Rig } from './rig.ts';

const S = symbols('smp_call_function', 'flush_tlb_all', 'work', 'spinning');

const COSTS = { sendNs: 5, deliveryNs: 100, handlerNs: 30 };
const FUNCTION = 20;
const HANDLER = COSTS.handlerNs + FUNCTION;
const LINE = 7;
const WAKE = 1000;

interface Round {
  readonly rig: Rig;
  readonly ledger: IpiLedger;
  doneAt: number;
}

/** CPU 0 broadcasts at 1000; `others` run on the CPUs from 1 up, null leaves one idle. */
function broadcast(others: readonly (((c: Call) => Path) | null)[]): Round {
  const rig = new Rig({ cpus: others.length + 1, lineNs: LINE, idleWakeNs: WAKE });
  const round: Round = { rig, ledger: new IpiLedger(), doneAt: 0 };
  const tree = rig.engine.tree;
  rig.spawn('sender', 0, function* (c) {
    c.spend(0);
    yield* waitUntil(rig, c, 5000);
    const ipi = new Broadcast(
      {
        targets: rig.cpus.slice(1),
        reason: 'test',
        waitNode: tree.child(c.node, S.smp_call_function),
        handlerNode: tree.child(0, S.flush_tlb_all),
        functionNs: FUNCTION,
      },
      { ipi: COSTS, coherence: rig.coherence, ledger: round.ledger },
    );
    yield ipi;
    round.doneAt = rig.engine.now;
  });
  for (const [index, path] of others.entries()) if (path !== null) rig.spawn(`t${index + 1}`, index + 1, path);
  rig.engine.run(100_000);
  return round;
}

function* waitUntil(rig: Rig, c: Call, ns: number): Path {
  c.spend(ns - rig.engine.now);
  yield* sync(c);
}

function* busy(c: Call): Path {
  c.enter(S.work).spend(50_000);
  yield* sync(c);
}

function* computing(c: Call): Path {
  yield* computeFor(c, 50_000);
}

function* spinning(c: Call): Path {
  const spin: Request = {
    perform(cpu) {
      cpu.spin(cpu.engine.tree.child(c.node, S.spinning));
      return false;
    },
  };
  yield spin;
}

function* irqsOffUntil(c: Call, ns: number): Path {
  yield* sync(c);
  c.cpu.disableIrqs();
  c.spend(ns - c.cpu.engine.now);
  yield* sync(c);
  c.cpu.enableIrqs();
  yield* busy(c);
}

const START = 5000;
const lastArrival = (targets: number): number => START + targets * COSTS.sendNs + COSTS.deliveryNs;

describe('Broadcast', () => {
  for (const [name, path] of Object.entries({ busy, computing, spinning })) {
    it(`is exact to the ns with ${name} targets, however many`, () => {
      for (const targets of [1, 7, 63]) {
        const { doneAt } = broadcast(Array.from({ length: targets }, () => path));
        // Sends are closer together than the line's transfers, so from the first acknowledgement on the line is busy.
        const first = START + COSTS.sendNs + COSTS.deliveryNs + HANDLER;
        expect(doneAt).toBe(first + targets * LINE);
      }
    });
  }

  it('pays the wake-up of idle targets', () => {
    const { doneAt, rig } = broadcast([null, null, null]);
    expect(doneAt).toBe(START + COSTS.sendNs + COSTS.deliveryNs + WAKE + HANDLER + 3 * LINE);
    expect(rig.time(1, 'irq')).toBe(HANDLER);
    expect(rig.time(1, 'irq') + rig.time(1, 'idle')).toBe(100_000);
  });

  it('lets early acknowledgements have the line before late ones, whatever the order of sending', () => {
    const { doneAt } = broadcast([null, busy, busy, busy]);
    expect(doneAt).toBe(START + COSTS.sendNs + COSTS.deliveryNs + WAKE + HANDLER + LINE);
  });

  it('idle targets without a tick read one clock, twice on the way in and once on the way out', () => {
    const [READ, EXIT] = [400, 50];
    const rig = new Rig({ cpus: 4, lineNs: LINE, idleWakeNs: WAKE, tickless: new Tickless(READ, EXIT) });
    const done: number[] = [];
    const machine = { ipi: { ...COSTS, ackMoves: 2 }, coherence: rig.coherence, ledger: new IpiLedger() };
    const to = { targets: rig.cpus.slice(1), reason: 'test', waitNode: 0, handlerNode: 0, functionNs: FUNCTION };
    rig.spawn('sender', 0, function* (c) {
      for (const start of [START, START + 20_000]) {
        yield* waitUntil(rig, c, start);
        yield new Broadcast(to, machine);
        done.push(rig.engine.now - start);
      }
      // Before they have halted again: no wake-up, but the clock still serves those on their way out.
      yield new Broadcast(to, machine);
      done.push(rig.engine.now - START - 20_000);
    });
    rig.engine.run(100_000);
    const first = COSTS.deliveryNs + COSTS.sendNs + WAKE + 3 * 2 * READ + HANDLER + 2 * LINE;
    const second = first - 2 * LINE - HANDLER + 3 * READ + 3 * 2 * READ + HANDLER + 2 * LINE;
    expect(done).toEqual([first, first, second]);
    expect(rig.accounted).toBe(4 * 100_000);
  });

  it('waits for a target with interrupts off', () => {
    const { doneAt, ledger } = broadcast([busy, (c) => irqsOffUntil(c, 9000), busy]);
    expect(doneAt).toBe(9000 + HANDLER + LINE);
    expect(ledger.byReason.get('test')).toEqual({ rounds: 1, ipis: 3, stolenNs: 3 * HANDLER, waitNs: doneAt - START });
  });

  it('steals exactly its handler from whatever the target does, from the moment of arrival', () => {
    const rig = new Rig({ cpus: 2 });
    const log: number[] = [];
    rig.spawn('t', 1, function* (c) {
      // Ends before the interrupt arrives, so only the second batch is lengthened.
      c.spend(START + 50);
      yield* sync(c);
      log.push(rig.engine.now);
      c.spend(1000);
      yield* sync(c);
      log.push(rig.engine.now);
    });
    rig.timer([START], () => rig.cpu(1).interrupt(0, HANDLER, () => undefined, COSTS.deliveryNs));
    rig.engine.run(10_000);
    expect(log).toEqual([START + 50, START + 1050 + HANDLER]);
  });

  it('is one event, and charges sum up', () => {
    const { rig, doneAt } = broadcast(Array.from({ length: 63 }, () => busy));
    expect(doneAt).toBeGreaterThan(lastArrival(1));
    expect(rig.accounted).toBe(64 * 100_000);
    // Every CPU: wake-up, switch, end of its batch. The sender: the broadcast. A target: its batch, lengthened.
    expect(rig.engine.events).toBe(64 * 3 + 1 + 63);
  });

  it('refuses to run with interrupts off, or on the sender itself', () => {
    const rig = new Rig({ cpus: 2 });
    const machine = { ipi: COSTS, coherence: rig.coherence, ledger: new IpiLedger() };
    const to = { targets: [rig.cpu(0)], reason: 'x', waitNode: 0, handlerNode: 0, functionNs: 0 };
    expect(() => new Broadcast(to, machine).perform(rig.cpu(0))).toThrow(Panic);
    rig.cpu(1).disableIrqs();
    expect(() => new Broadcast(to, machine).perform(rig.cpu(1))).toThrow(Panic);
  });
});
