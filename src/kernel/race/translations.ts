// Translations that CPUs may still have of pages whose entries were cleared: those that their task could write through until
// they are flushed.
//
// A CPU has one when it ran the address space and the entry was dirty, which it is when somebody has written through it. The
// CPU has lost them all when it has run anything else since.

import type { Cpu } from '../../machine/cpu.ts';
import type { Pfn } from '../mm/page.ts';
import type { Vpn } from '../mm/pte.ts';
import type { Mm } from '../mm/vma.ts';

interface Translation {
  readonly mm: Mm;
  readonly vpn: Vpn;
  readonly pfn: Pfn;
  /** CPUs that may have it -> their context switches by then. */
  readonly cpus: ReadonlyMap<Cpu, number>;
  /** The contents are elsewhere: what is written here is lost. */
  isCopied: boolean;
}

export class Translations {
  private list: Translation[] = [];

  add(mm: Mm, vpn: Vpn, pfn: Pfn): void {
    const cpus = new Map<Cpu, number>();
    for (const user of mm.users) if (user.state === 'running') cpus.set(user.cpu, user.cpu.switches);
    if (cpus.size > 0) this.list.push({ mm, vpn, pfn, cpus, isCopied: false });
  }

  forget(mm: Mm): void {
    if (this.list.length > 0) this.list = this.list.filter((one) => one.mm !== mm);
  }

  markCopied(pfn: Pfn): void {
    for (const one of this.list) if (one.pfn === pfn) one.isCopied = true;
  }

  find(cpu: Cpu, mm: Mm, vpn: Vpn): Translation | null {
    return this.list.find((one) => one.mm === mm && one.vpn === vpn && one.cpus.get(cpu) === cpu.switches) ?? null;
  }
}
