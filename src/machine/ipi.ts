// Inter-processor interrupts: one CPU makes others run a function and waits for every acknowledgement.
//
// * The sender spins with interrupts on; targets acknowledge one after another on one cache line.
// * A target that spins or computes answers at once, an idle one pays its wake-up, one with interrupts off answers
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
  private readonly functionNs: Ns;
  private readonly costs: IpiCosts;
  private readonly coherence: Coherence;
  private readonly ledger: IpiLedger;

  /** `waitNode`: where the sender waits; `handlerNode`: what a target is seen in; `functionNs`: the function's cost there. */
  constructor(
    to: { targets: readonly Cpu[]; reason: string; waitNode: StackNode; handlerNode: StackNode; functionNs: Ns },
    machine: { ipi: IpiCosts; coherence: Coherence; ledger: IpiLedger },
  ) {
    this.targets = to.targets;
    this.reason = to.reason;
    this.waitNode = to.waitNode;
    this.handlerNode = to.handlerNode;
    this.functionNs = to.functionNs;
    this.costs = machine.ipi;
    this.coherence = machine.coherence;
    this.ledger = machine.ledger;
  }

  perform(sender: Cpu): boolean {
    if (!sender.irqsEnabled) throw new Panic('broadcast with interrupts off', { cpu: sender.id }, sender.engine.now);
    if (this.targets.length === 0) return true;
    const started = sender.engine.now;
    const handlerNs = this.costs.handlerNs + this.functionNs;
    let waiting = this.targets.length;
    let lineFreeAt = started;
    sender.spin(this.waitNode);
    this.targets.forEach((target, index) => {
      const arrivesIn = this.costs.sendNs * (index + 1) + this.costs.deliveryNs;
      target.interrupt(this.handlerNode, handlerNs, (handledAt) => {
        lineFreeAt = Math.max(lineFreeAt, handledAt + arrivesIn) + this.coherence.transfer(target.id, sender.id);
        if (--waiting > 0) return;
        this.ledger.add(this.reason, this.targets.length, handlerNs * this.targets.length, lineFreeAt - started);
        sender.grant(lineFreeAt - sender.engine.now);
      });
    });
    return false;
  }
}
