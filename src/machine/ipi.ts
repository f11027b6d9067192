// Inter-processor interrupts: one CPU makes others run a function and waits for every acknowledgement.
//
// * The sender spins with interrupts on; targets acknowledge one after another on one cache line.
// * A target that spins or computes answers on arrival, an idle one pays its wake-up (and its clock, see tickless.ts), one with interrupts off answers
//   when it enables them.
// * The whole broadcast is one event, unless a target answers late.

import type { Ns } from '../base/time.ts';
import type { StackNode } from '../engine/call-tree.ts';
import { Panic } from '../engine/panic.ts';
import type { Coherence } from './coherence.ts';
import type { Cpu } from './cpu.ts';
import type { Request } from './path.ts';

export interface IpiCosts {
  /** Writing the interrupt command register, per target. */
  readonly sendNs: Ns;
  /** From the write to the first instruction of the target's vector entry. */
  readonly deliveryNs: Ns;
  /** Interrupt entry, EOI and exit on the target, without the function itself. */
  readonly handlerNs: Ns;
  /** How often the line of the acknowledgements moves for each of them; once when absent. */
  readonly ackMoves?: number;
}

/** Every shoot-down of the run, by reason. */
export class IpiLedger {
  readonly byReason = new Map<string, { rounds: number; ipis: number; stolenNs: Ns; waitNs: Ns }>();
  rounds = 0;
  ipis = 0;

  add(reason: string, targets: number, stolenNs: Ns, waitNs: Ns): void {
    const entry = this.byReason.get(reason) ?? { rounds: 0, ipis: 0, stolenNs: 0, waitNs: 0 };
    entry.rounds++;
    entry.ipis += targets;
    entry.stolenNs += stolenNs;
    entry.waitNs += waitNs;
    this.byReason.set(reason, entry);
    this.rounds++;
    this.ipis += targets;
  }
}

export class Broadcast implements Request {
  private readonly targets: readonly Cpu[];
  private readonly reason: string;
  private readonly waitNode: StackNode;
  private readonly handlerNode: StackNode;
  private readonly handlerNs: Ns;
  private readonly costs: IpiCosts;
  private readonly coherence: Coherence;
  private readonly ledger: IpiLedger;

  /**
   * `targets` without the sender, in the order of sending. `waitNode`: where the sender waits; `handlerNode`: what a
   * target is seen in; `functionNs`: the function's cost there. May be performed again, by several CPUs at once too.
   */
  constructor(
    to: { targets: readonly Cpu[]; reason: string; waitNode: StackNode; handlerNode: StackNode; functionNs: Ns },
    machine: { ipi: IpiCosts; coherence: Coherence; ledger: IpiLedger },
  ) {
    this.targets = to.targets;
    this.reason = to.reason;
    this.waitNode = to.waitNode;
    this.handlerNode = to.handlerNode;
    this.handlerNs = machine.ipi.handlerNs + to.functionNs;
    this.costs = machine.ipi;
    this.coherence = machine.coherence;
    this.ledger = machine.ledger;
  }

  perform(sender: Cpu): boolean {
    if (!sender.irqsEnabled) throw new Panic('broadcast with interrupts off', { cpu: sender.id }, sender.engine.now);
    if (this.targets.includes(sender)) throw new Panic('broadcast to oneself', { cpu: sender.id }, sender.engine.now);
    if (this.targets.length === 0) return true;
    sender.spin(this.waitNode);
    const startedAt = sender.engine.now;
    const acks = new Acknowledgements(this.targets.length, (list) => {
      const doneAt = this.collect(sender, list);
      this.ledger.add(this.reason, list.length, this.handlerNs * list.length, doneAt - startedAt);
      sender.grant(doneAt - sender.engine.now);
    });
    for (const { target, delay } of this.inOrderOfAnswer(startedAt))
      target.enterInterrupt(this.handlerNode, this.handlerNs, acks.of(target), delay);
    for (const target of this.targets) target.leaveInterrupt();
    return false;
  }

  /** Idle targets share a clock: who answers first reads it first. */
  private inOrderOfAnswer(now: Ns): readonly { readonly target: Cpu; readonly delay: Ns }[] {
    const { deliveryNs, sendNs } = this.costs;
    const arrivals = this.targets.map((target, index) => ({ target, delay: deliveryNs + (index + 1) * sendNs }));
    if (!this.targets.some(({ sharesClock }) => sharesClock)) return arrivals;
    const at = ({ target, delay }: { readonly target: Cpu; readonly delay: Ns }): Ns => target.answers(now + delay);
    return arrivals.sort((one, other) => at(one) - at(other));
  }

  /** When the sender has seen all: each acknowledgement needs the line, the earliest gets it first. */
  private collect(sender: Cpu, acks: readonly Acknowledgement[]): Ns {
    const { ackMoves = 1 } = this.costs;
    let lineFreeAt = 0;
    for (const { at, cpu } of acks)
      lineFreeAt = Math.max(lineFreeAt, at) + ackMoves * this.coherence.transfer(cpu, sender.id);
    return lineFreeAt;
  }
}

interface Acknowledgement {
  readonly cpu: number;
  readonly at: Ns;
}

/** The acknowledgements of one broadcast, sorted by time; equal times in order of sending. */
class Acknowledgements {
  private readonly list: Acknowledgement[] = [];
  private readonly expected: number;
  private readonly complete: (list: readonly Acknowledgement[]) => void;

  constructor(expected: number, complete: (list: readonly Acknowledgement[]) => void) {
    this.expected = expected;
    this.complete = complete;
  }

  of(target: Cpu): (at: Ns) => void {
    return (at) => this.add({ cpu: target.id, at });
  }

  private add(ack: Acknowledgement): void {
    let index = this.list.length;
    while (index > 0 && (this.list[index - 1] as Acknowledgement).at > ack.at) index--;
    if (index === this.list.length) this.list.push(ack);
    else this.list.splice(index, 0, ack);
    if (this.list.length === this.expected) this.complete(this.list);
  }
}
