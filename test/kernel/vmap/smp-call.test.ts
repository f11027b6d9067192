import { expect, it } from 'vitest';
import { symbolName } from '../../../src/engine/symbols.ts';
import type { Arch } from '../../../src/kernel/locking/arch.ts';
import { flush_tlb_kernel_range } from '../../../src/kernel/vmap/flush-tlb.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { sync } from '../../../src/machine/wait.ts';
import { smallVmap } from './small-vmap.ts';

const CHOICE = { 'vmap-index': 'list', 'vmap-flush': 'eager', 'vmap-percpu': 'off' };

/** So many CPUs flush at one instant. */
function flush(arch: Arch, senders: number) {
  const { k, vmap } = smallVmap(CHOICE, 1, arch);
  const begun = 10_000;
  let endedAt = 0;
  function* sender(c: Call): Path {
    c.spend(begun - c.cpu.localNow);
    yield* sync(c);
    yield* flush_tlb_kernel_range(vmap, c);
    endedAt = k.engine.now;
  }
  for (let id = 0; id < senders; id++) {
    const task = k.createTask(`flush${id}`, null, sender);
    task.cpu = k.cpus[id] ?? task.cpu;
    task.pinned = true;
    k.scheduler.wake(task);
  }
  k.engine.run(1_000_000);
  for (const cpu of k.cpus) cpu.settle();
  const { tree } = k.engine;
  const chainOf = (node: number): string =>
    node === 0 ? '' : `${chainOf(tree.parent(node))}>${symbolName(tree.sym(node))}`;
  const chains = Array.from({ length: tree.size }, (_, node) => node).filter((node) => (tree.ns[node] ?? 0) > 0);
  return {
    ns: endedAt - begun,
    rounds: k.ipiLedger.rounds,
    ipis: k.ipiLedger.ipis,
    chains: chains.map(chainOf).filter((chain) => /smp_call|IPI|flush_tlb_all/.test(chain)),
    locks: k.lockClasses.all.filter(({ acquisitions }) => acquisitions > 0),
  };
}

it('ia64 sends one broadcast at a time', () => {
  const [one, two] = [flush('ia64', 1), flush('ia64', 2)];
  expect([one.rounds, one.ipis, two.rounds, two.ipis]).toEqual([1, 3, 2, 6]);
  expect(two.locks.map(({ name, acquisitions, contentions }) => [name, acquisitions, contentions])).toEqual([
    ['call_lock', 2, 1],
  ]);
  expect(two.ns).toBeGreaterThan(1.8 * one.ns);
  expect(one.chains).toEqual(
    expect.arrayContaining([
      '>flush_tlb_kernel_range>on_each_cpu>smp_call_function',
      '>flush_tlb_kernel_range>on_each_cpu>local_flush_tlb_all',
      '>handle_IPI>local_flush_tlb_all',
    ]),
  );
});

it('x86 has several under way at once', () => {
  const [one, two] = [flush('x86', 1), flush('x86', 2)];
  expect([one.rounds, one.ipis, two.rounds, two.ipis]).toEqual([1, 3, 2, 6]);
  expect(two.locks.map(({ name }) => name)).toEqual(['call_function_lock']);
  expect(two.ns).toBeLessThan(1.5 * one.ns);
  expect(one.chains).toEqual(
    expect.arrayContaining(['>flush_tlb_kernel_range>on_each_cpu>smp_call_function>smp_call_function_mask']),
  );
});
