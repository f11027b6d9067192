// The defects that the tests must find. Each is one exact replacement of a text that stands once in its file.

export interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** Test files that should notice. */
  readonly tests: readonly string[];
  /** Only tests whose names match, where a file has slow ones. */
  readonly only?: string;
}

const CONFORMANCE = ['test/kernel/rmap/conformance.test.ts'];
const WALKS = ['test/kernel/rmap/walk.test.ts'];
const DEGREE = ['test/kernel/rmap/chain-degree.test.ts'];
const BOUNDARIES = ['test/kernel/rmap/shared-brk.test.ts'];
const ENOMEM = ['test/kernel/mm/enomem.test.ts'];
const MACHINE = ['test/machine/cpu.test.ts', 'test/machine/accounting.test.ts'];
const OWN_MEMORY = 'own memory, seed 1';
const FLIPS = 'flips at random instants, seed 1';

const ENGINE: readonly Mutation[] = [
  {
    name: 'a CPU passes on before another event of the same instant',
    file: 'src/engine/engine.ts',
    find: 'this.queue.peek() <= at',
    replace: 'this.queue.peek() < at',
    tests: ['test/engine/engine.test.ts'],
  },
  {
    name: 'ties of the event heap are served last in, first out',
    file: 'src/base/event-heap.ts',
    find: '    const order = this.inserted++;',
    replace: '    const order = -this.inserted++;',
    tests: ['test/base/event-heap.test.ts', 'test/engine/engine.test.ts'],
  },
  {
    name: 'the hash forgets which source an event was for',
    file: 'src/engine/engine.ts',
    find: 'this.digest ^ slot',
    replace: 'this.digest ^ 1',
    tests: ['test/engine/engine.test.ts'],
  },
  {
    name: 'random streams do not depend on the seed',
    file: 'src/base/random.ts',
    find: '    this.c = seed | 0;\n',
    replace: '    seed = 0;\n    this.a = hashName(0, name) | 0;\n    this.b = 1;\n    this.c = 0;\n',
    tests: ['test/base/random.test.ts', 'test/machine/accounting.test.ts'],
  },
];

const MACHINES: readonly Mutation[] = [
  {
    name: 'a charge is counted twice',
    file: 'src/machine/cpu.ts',
    find: 'this.time[kind] = (this.time[kind] as number) + ns;',
    replace: 'this.time[kind] = (this.time[kind] as number) + (kind === TIME.sys ? 2 * ns : ns);',
    tests: MACHINE,
  },
  {
    name: 'a CPU forgets that an interrupt handler runs',
    file: 'src/machine/cpu.ts',
    find: '    this.isInterrupted = true;\n',
    replace: '',
    tests: MACHINE,
  },
  {
    name: 'iowait counts as idle',
    file: 'src/machine/cpu.ts',
    find: 'this.iowaiters > 0 ? TIME.iowait : TIME.idle',
    replace: 'TIME.idle',
    tests: MACHINE,
  },
  {
    name: 'time stolen by interrupts is lost: what they hit is not lengthened',
    file: 'src/machine/handlers.ts',
    find: '    return end - now;',
    replace: '    return 0 * (end - now);',
    tests: MACHINE,
  },
  {
    name: 'an IPI is not answered',
    file: 'src/machine/ipi.ts',
    find: '    if (this.list.length === this.expected) this.complete(this.list);',
    replace: '    if (this.list.length === this.expected && this.expected !== 3) this.complete(this.list);',
    tests: ['test/machine/ipi.test.ts'],
  },
  {
    name: 'the ledger misses the time that IPIs steal',
    file: 'src/machine/ipi.ts',
    find: '    entry.stolenNs += stolenNs;\n',
    replace: '',
    tests: ['test/machine/ipi.test.ts'],
  },
];

const LOCKS: readonly Mutation[] = [
  {
    name: 'a request for a spinlock is used again while its path still waits',
    file: 'src/machine/path.ts',
    find: '    this.isYielded = true;\n',
    replace: '    this.isYielded = true;\n    this.through();\n',
    tests: ['test/kernel/locking/spinlock.test.ts'],
  },
  {
    name: 'a lost unlock: the next CPU in the queue is not told',
    file: 'src/kernel/locking/spinlock.ts',
    find: '    winnerCpu.grant(delay);\n',
    replace: '',
    tests: ['test/kernel/locking/spinlock.test.ts'],
  },
  {
    name: 'a ticket lock goes to the waiter that came last',
    file: 'src/kernel/locking/handoff.ts',
    find: '  take: (queue) => queue.takeFirst(),\n  delay: (queue, { coherence, id }',
    replace: '  take: (queue) => queue.take(queue.length - 1, () => true),\n  delay: (queue, { coherence, id }',
    tests: ['test/kernel/locking/spinlock.test.ts'],
  },
  {
    name: 'readers pass a waiting writer in an rwsem',
    file: 'src/kernel/locking/rwsem.ts',
    find: "(request.mode === 'read' && !this.isWritten && !this.hasQueue)",
    replace: "(request.mode === 'read' && !this.isWritten)",
    tests: ['test/kernel/locking/rwsem.test.ts'],
  },
  {
    name: 'a wake-up of all leaves the last one asleep',
    file: 'src/kernel/locking/wait-queue.ts',
    find: '  for (const event of all) event.wake();',
    replace: '  for (const event of all.slice(0, -1)) event.wake();',
    tests: ['test/kernel/locking/wait-queue.test.ts'],
  },
  {
    name: 'who waits for a page is not woken when it is unlocked',
    file: 'src/kernel/mm/page-lock.ts',
    find: '    for (const task of tasks) task.wake();\n',
    replace: '',
    tests: CONFORMANCE,
    only: OWN_MEMORY,
  },
  {
    name: 'a task inside the gate waits for the flip that waits for it',
    file: 'src/kernel/locking/gate.ts',
    find: 'return this.closed && !this.isInside(task) ?',
    replace: 'return this.closed ?',
    tests: ['test/kernel/locking/gate.test.ts'],
  },
  {
    name: 'all gates count those inside together',
    file: 'src/kernel/locking/gate.ts',
    find: 'this.shift = place * DEPTH_BITS;',
    replace: 'this.shift = 0;',
    tests: ['test/kernel/locking/gate.test.ts'],
  },
  {
    name: 'a flip that is asked for during another is lost',
    file: 'src/simulation/flipper.ts',
    find: '    this.line.push({ subsystem, to });\n',
    replace: '    if (this.line.length > 0) return;\n    this.line.push({ subsystem, to });\n',
    tests: ['test/simulation/flipper.test.ts'],
  },
  {
    name: 'a computing task keeps its CPU though its slice is over',
    file: 'src/kernel/sched/fair.ts',
    find: 'return Math.max(0, slice - task.sliceNs);',
    replace: 'return slice;',
    tests: ['test/kernel/sched/fair.test.ts'],
  },
];

const REVERSE_MAP: readonly Mutation[] = [
  {
    name: 'a walk stops early',
    file: 'src/kernel/rmap/walk.ts',
    find: 'left > 0 && place < places.length;',
    replace: 'left > 0 && place < places.length && pass.visited < 40;',
    tests: WALKS,
  },
  {
    name: 'page_referenced leaves the entry young',
    file: 'src/kernel/rmap/walk.ts',
    find: '  vma.mm.table(vpn)?.set(vpn, pte & ~PTE.young);\n  pass.hits++;',
    replace: '  pass.hits++;',
    tests: WALKS,
  },
  {
    name: 'a page is dropped at the flip',
    file: 'src/kernel/rmap/handover.ts',
    find: 'for (let pfn = 1; pfn <= frames.count; pfn++)',
    replace: 'for (let pfn = 8000; pfn <= frames.count; pfn++)',
    tests: WALKS,
  },
  {
    name: 'the hand-over misses what munmap holds',
    file: 'src/kernel/rmap/handover.ts',
    find: 'if (vma.anon_vma === anon_vma) found.push',
    replace: 'if (vma.anon_vma === anon_vma && vma.mm.find(vma.start) === vma) found.push',
    tests: CONFORMANCE,
    only: FLIPS,
  },
  {
    name: 'the variant changes later than the objects',
    file: 'src/simulation/flipper.ts',
    find: '    const { costNs, text } = subsystem.handOver(to);\n',
    replace:
      '    const old = gate.variant;\n    const { costNs, text } = subsystem.handOver(to);\n    const next = gate.variant;\n' +
      '    gate.variant = old;\n    c.spend(2_000_000);\n    yield* sync(c);\n    gate.variant = next;\n',
    tests: CONFORMANCE,
    only: 'flips',
  },
  {
    name: 'a page stays behind the old list when its only user takes it over',
    file: 'src/kernel/mm/rmap-count.ts',
    find: '  k.anonVmas.count(anon_vma, 1);\n  k.frames.mapping[pfn] = anon_vma.id;\n}',
    replace: '  k.anonVmas.count(anon_vma, 1);\n}',
    tests: CONFORMANCE,
    only: OWN_MEMORY,
  },
  {
    name: 'a link is leaked when the anon_vma cannot be allocated',
    file: 'src/kernel/rmap/chains.ts',
    find: '        yield* kmem_cache_free(this.k, c, slabs.anon_vma_chain);\n        return false;',
    replace: '        return false;',
    tests: ENOMEM,
  },
  {
    name: 'a fork that fails keeps the links it has made',
    file: 'src/kernel/rmap/chains.ts',
    find: '    yield* this.unlink_anon_vmas(c, vma);\n    return false;',
    replace: '    return false;',
    tests: ENOMEM,
  },
  {
    name: 'a chain is copied oldest first',
    file: 'src/kernel/rmap/chain.ts',
    find: 'last = this.joinLists(locked, vma, link.anon_vma, last);',
    replace: 'last = this.joinLists(locked, vma, link.anon_vma, last === null ? null : null);',
    tests: ENOMEM,
  },
  {
    name: 'a page read from swap by one of several users joins the list of that one only',
    file: 'src/kernel/mm/memory.ts',
    find: 'alone ? vma.anon_vma : k.rmap.variant.oldest(vma)',
    replace: 'vma.anon_vma',
    tests: CONFORMANCE,
    only: OWN_MEMORY,
  },
];

const GROWTH: readonly Mutation[] = [
  {
    name: 'rmap: heap growth leaves the lock alone in 2.6.31',
    file: 'src/kernel/rmap/variant.ts',
    find: '(startMoves || this.locksGrowth)',
    replace: 'startMoves',
    tests: BOUNDARIES,
  },
  {
    name: 'rmap: heap growth takes the lock in 2.6.33',
    file: 'src/kernel/rmap/shared.ts',
    find: 'locksGrowth = false',
    replace: 'locksGrowth = true',
    tests: BOUNDARIES,
  },
  {
    name: 'rmap: only heap growth takes the lock',
    file: 'src/kernel/rmap/variant.ts',
    find: '(startMoves || this.locksGrowth)',
    replace: '(this.locksGrowth)',
    tests: BOUNDARIES,
  },
  {
    name: 'rmap: each moved boundary counts as growth',
    file: 'src/kernel/rmap/variant.ts',
    find: 'if (!startMoves) this.k',
    replace: 'this.k',
    tests: BOUNDARIES,
  },
  {
    name: 'rmap: a heap that needs the lock for each page grows by sixteen at once',
    file: 'src/workload/aim7/user.ts',
    find: 'k.rmap.variant.locksGrowth ? 1 : brk.grows',
    replace: 'brk.grows',
    tests: ['test/workload/aim7/heap-growth.test.ts'],
  },
];

const REUSE: readonly Mutation[] = [
  {
    name: 'rmap: the engine keeps the timers of dead tasks, and with them the tasks',
    file: 'src/machine/task.ts',
    find: '    if (this.slot >= 0) this.engine.dropSource(this.slot);\n',
    replace: '',
    tests: ['test/workload/fork-daemon/fork-daemon.test.ts'],
  },
  {
    name: 'rmap: the root of a family is reused',
    file: 'src/kernel/rmap/chain-degree.ts',
    find: 'parent !== null && users === 0',
    replace: 'users === 0',
    tests: DEGREE,
  },
  {
    name: 'rmap: an anon_vma with two children is reused',
    file: 'src/kernel/rmap/chain-degree.ts',
    find: 'children < 2',
    replace: 'children < 3',
    tests: DEGREE,
  },
  {
    name: 'rmap: an anon_vma that a process uses is reused',
    file: 'src/kernel/rmap/chain-degree.ts',
    find: 'users === 0',
    replace: 'users < 2',
    tests: DEGREE,
  },
  {
    name: 'rmap: one counter for users and children, as in 4.0',
    file: 'src/kernel/rmap/chain-degree.ts',
    find: 'users === 0 && children < 2',
    replace: 'users + children < 2',
    tests: DEGREE,
  },
  {
    name: 'rmap: the youngest unused anon_vma is reused',
    file: 'src/kernel/rmap/chain-degree.ts',
    find: 'mayReuse && vma.anon_vma === null && ',
    replace: 'mayReuse && ',
    tests: DEGREE,
  },
  {
    name: 'rmap: who reuses gets an anon_vma of its own as well',
    file: 'src/kernel/rmap/chains.ts',
    find: '      anonVmas.reused++;\n      return true;',
    replace: '      anonVmas.reused++;',
    tests: DEGREE,
  },
  {
    name: 'rmap: a VMA that goes away stays a user',
    file: 'src/kernel/rmap/chains.ts',
    find: '    setAnonVma(vma, null);\n',
    replace: '    vma.anon_vma = null;\n',
    tests: DEGREE,
  },
  {
    name: 'rmap: an anon_vma that is freed stays a child',
    file: 'src/kernel/mm/anon-vma.ts',
    find: '    if (parent !== null) parent.children--;\n',
    replace: '',
    tests: DEGREE,
  },
  {
    name: 'rmap: a flip from one list to chains forgets who uses what',
    file: 'src/kernel/rmap/handover.ts',
    find: '    setAnonVma(vma, own);\n',
    replace: '    vma.anon_vma = own;\n',
    tests: WALKS,
  },
  {
    name: 'rmap: a flip to chain-degree counts nothing',
    file: 'src/kernel/rmap/rmap.ts',
    find: 'next?.counts === true',
    replace: 'next?.counts === undefined',
    tests: ['test/kernel/rmap/handover.test.ts'],
  },
  {
    name: 'rmap: a flip between variants of one kind converts',
    file: 'src/kernel/rmap/rmap.ts',
    find: 'if (old?.kind !== next?.kind)',
    replace: 'if (old !== next)',
    tests: WALKS,
  },
];

const MEMORY: readonly Mutation[] = [
  {
    name: 'fork forgets swap_duplicate',
    file: 'src/kernel/mm/fork.ts',
    find: '      k.swap.duplicate(pteSlot(pte));\n',
    replace: '',
    tests: CONFORMANCE,
    only: OWN_MEMORY,
  },
  {
    name: 'mapcount is not decreased while others map the page',
    file: 'src/kernel/mm/rmap-count.ts',
    find: '  frames.mapcount[pfn] = left;',
    replace: '  frames.mapcount[pfn] = left === 0 ? 0 : left + 1;',
    tests: CONFORMANCE,
    only: OWN_MEMORY,
  },
  {
    name: 'a write reuses a page that two processes share',
    file: 'src/kernel/mm/memory.ts',
    find: 'if (frames.mapcount[pfn] !== 1) return false;',
    replace: 'if ((frames.mapcount[pfn] as number) > 2) return false;',
    tests: CONFORMANCE,
    only: OWN_MEMORY,
  },
  {
    name: 'fork lets the parent go on writing',
    file: 'src/kernel/mm/fork.ts',
    find: 'from.set(vpn, pte & ~PTE.write);',
    replace: 'from.set(vpn, pte);',
    tests: CONFORMANCE,
    only: OWN_MEMORY,
  },
  {
    name: 'a reclaimer keeps its CPU while it looks at active pages',
    file: 'src/kernel/mm/vmscan.ts',
    find: '    if (c.cpu.mustYield) yield COND_RESCHED;\n',
    replace: '',
    tests: ['test/kernel/mm/vmscan.test.ts'],
  },
  {
    name: 'a dirty page is dropped without being written',
    file: 'src/kernel/mm/shrink-page-list.ts',
    find: 'if (!frames.has(pfn, PG.dirty) || k.swap',
    replace: 'if (pfn % 64 !== 0 || !frames.has(pfn, PG.dirty) || k.swap',
    tests: CONFORMANCE,
    only: OWN_MEMORY,
  },
  {
    name: 'munmap keeps the swap slots',
    file: 'src/kernel/mm/unmap.ts',
    find: '  if (k.swap.release(slot) && cached !== 0)',
    replace: '  if (cached !== 0 && k.swap.release(slot))',
    tests: CONFORMANCE,
    only: OWN_MEMORY,
  },
  {
    name: 'a page that a reclaimer holds is freed under its hands',
    file: 'src/kernel/mm/unmap.ts',
    find: 'PG.isolated | PG.locked | PG.writeback',
    replace: 'PG.locked | PG.writeback',
    tests: CONFORMANCE,
    only: OWN_MEMORY,
  },
  {
    name: 'a process that ends leaves its dead children behind',
    file: 'src/kernel/mm/exit.ts',
    find: '  while (task.zombies.length > 0) yield* release_task(k, c, task);\n  task.isOrphaning',
    replace: '  task.isOrphaning',
    tests: ['test/kernel/mm/exit.test.ts'],
  },
  {
    name: 'a child that ends wakes its parent out of any sleep',
    file: 'src/kernel/mm/exit.ts',
    find: '  parent.waitsForChild = false;\n  parent.wake();',
    replace: '  parent.wake();',
    tests: ['test/kernel/mm/exit.test.ts'],
  },
  {
    name: 'a parent whose wait is over is still woken by its children',
    file: 'src/workload/parent-wait.ts',
    find: '      task.waitsForChild = false;\n      return true;',
    replace: '      return true;',
    tests: ['test/workload/parent-wait.test.ts'],
  },
  {
    name: 'the call chain of an exit goes on from what the process did last',
    file: 'src/kernel/mm/fork.ts',
    find: 'yield* do_exit(k, root);',
    replace: 'yield* do_exit(k, root.enter(S.do_fork));',
    tests: ['test/kernel/mm/exit.test.ts'],
  },
  {
    name: 'a batch of rounds of heap growth is charged for system calls that it makes',
    file: 'src/workload/aim7/user.ts',
    find: 'rounds * (brk.grows - brk.grows / step)',
    replace: 'rounds * brk.grows - 1',
    tests: ['test/workload/aim7/heap-growth.test.ts'],
  },
  {
    name: 'an address space with half of its page tables counts as one',
    file: 'src/kernel/mm/image.ts',
    find: '      yield* exit_mmap(k, c, mm);\n      return null;\n    }\n    k.stat.pageTables++;',
    replace: '      return mm;\n    }\n    k.stat.pageTables++;',
    tests: ['test/kernel/mm/exit.test.ts'],
  },
  {
    name: 'the stocks of the CPUs hold all free memory of a small machine',
    file: 'src/kernel/mm/zone.ts',
    find: 'this.pcpBatch = zone_batchsize(frames.count);',
    replace: 'this.pcpBatch = 31;',
    tests: CONFORMANCE,
    only: OWN_MEMORY,
  },
  {
    name: 'two areas are joined without a link to the pages that one of them had',
    file: 'src/kernel/mm/vma-adjust.ts',
    find: 'importer.anon_vma === null && exporter.anon_vma !== null',
    replace: 'importer.anon_vma === null && exporter.anon_vma === importer.anon_vma',
    tests: ENOMEM,
  },
  {
    name: 'a VMA stays closed to walkers after it has taken over another',
    file: 'src/kernel/mm/vma-adjust.ts',
    find: '    left.flags &= ~VM.lock_rmap;\n    right.flags',
    replace: '    right.flags',
    tests: ENOMEM,
  },
  {
    name: 'split takes the wrong part of a mapping',
    file: 'src/kernel/mm/mmap.ts',
    find: '  upper.pgoff = vma.pgoff + at - vma.start;\n',
    replace: '',
    tests: CONFORMANCE,
    only: OWN_MEMORY,
  },
];

const OBSERVATION_AND_SESSION: readonly Mutation[] = [
  {
    name: 'shares of a frame are taken since the start of the run',
    file: 'src/observe/cpu-times.ts',
    find: '    this.before.set(now);\n',
    replace: '',
    tests: ['test/observe/frame.test.ts'],
  },
  {
    name: 'the clock of the samples stands still in a batch in which it does not tick',
    file: 'src/observe/sampler.ts',
    find: '    if (left < 0) return false;\n    this.untilTick[cpu] = left;\n',
    replace: '    if (left < 0) return false;\n',
    tests: ['test/observe/sampler.test.ts'],
  },
  {
    name: 'samples are lost and not counted',
    file: 'src/observe/sampler.ts',
    find: '    this.lost += ticks - taken;\n',
    replace: '',
    tests: ['test/observe/profile.test.ts'],
  },
  {
    name: 'scheduling points have the scheduler as their leaf, not the tracepoint',
    file: 'src/observe/switch-chains.ts',
    find: 'return tree.child(tree.child(schedule, S.__schedule), S.perf_trace_sched_switch);',
    replace: 'return tree.child(schedule, S.__schedule);',
    tests: ['test/observe/scheduling-points.test.ts'],
  },
  {
    name: 'a lock queue is measured from the start of the run',
    file: 'src/observe/lock-intervals.ts',
    find: '- (this.areas.get(lockClass) ?? 0)',
    replace: '- 0 * (this.areas.get(lockClass) ?? 0)',
    tests: ['test/observe/locks.test.ts'],
  },
  {
    name: 'the story is told whatever the parameters are',
    file: 'src/session/start-run.ts',
    find: '[...variants, ...Object.entries(params)]',
    replace: '[...variants]',
    tests: ['test/session/start-run.test.ts'],
  },
  {
    name: 'two commands of one instant change places',
    file: 'src/session/driver.ts',
    find: 'other.atNs > atNs',
    replace: 'other.atNs >= atNs',
    tests: ['test/session/driver.test.ts'],
  },
  {
    name: 'every other tick of the driver is missed',
    file: 'src/session/driver.ts',
    find: 'this.nextTickNs += this.tickNs;',
    replace: 'this.nextTickNs += 2 * this.tickNs;',
    tests: ['test/session/driver.test.ts'],
  },
  {
    name: 'the hash depends on who has looked',
    file: 'src/simulation/simulation.ts',
    find: '    for (const cpu of this.cpus) cpu.settle();\n',
    replace: '',
    tests: ['test/determinism/same-run.test.ts'],
    only: 'whatever the steps',
  },
];

const LONG_LISTS: readonly Mutation[] = [
  {
    name: 'the index of a list does not hear of an entry that was unmapped',
    file: 'src/kernel/rmap/walk.ts',
    find: '  entryChanged(vma, vpn, false);\n',
    replace: '',
    tests: ['test/kernel/mm/walk-index.test.ts'],
  },
  {
    name: 'the index of a list does not hear of a split',
    file: 'src/kernel/mm/mmap.ts',
    find: '      vmaChanged(vma);\n',
    replace: '',
    tests: ['test/kernel/mm/walk-index.test.ts'],
  },
  {
    name: 'what a walk counts is asked after its entries have changed',
    file: 'src/kernel/rmap/leap.ts',
    find: '    Object.assign(pass, counts[nth]);\n',
    replace: '    Object.assign(pass, walkIndex.count(index, anon_vma.linkOf(vma).place));\n',
    tests: ['test/kernel/mm/walk-index.test.ts'],
  },
  {
    name: 'a row of the index forgets what changed since it was last used',
    file: 'src/kernel/mm/walk-index.ts',
    find: '    row.seen = forgotten + changes.length;\n',
    replace: '    row.seen = forgotten + changes.length + 1;\n',
    tests: ['test/kernel/mm/walk-index.test.ts'],
  },
  {
    name: 'room is given to every reclaimer that looks before the first has taken it',
    file: 'src/kernel/mm/isolation-wait.ts',
    find: 'this.isolated + this.woken * SWAP_CLUSTER_MAX >',
    replace: 'this.isolated >',
    tests: ['test/kernel/mm/isolation-wait.test.ts'],
  },
  {
    name: 'looks that find nothing cost nothing',
    file: 'src/kernel/mm/isolation-wait.ts',
    find: '    c.cpu.spendSwitches(sleeper.futileLooks);\n',
    replace: '',
    tests: ['test/kernel/mm/isolation-wait.test.ts'],
  },
];

const DISK: readonly Mutation[] = [
  {
    name: 'who waits for the disk longest is served last',
    file: 'src/machine/disk.ts',
    find: 'this.wantRequest[direction].shift()?.();',
    replace: 'this.wantRequest[direction].pop()?.();',
    tests: ['test/machine/disk.test.ts'],
  },
  {
    name: 'a merged request takes a slot of its own',
    file: 'src/machine/disk.ts',
    find: 'if (spindle.submit(request, at)) this.taken',
    replace: 'if (spindle.submit(request, at) || true) this.taken',
    tests: ['test/machine/disk.test.ts'],
  },
];

const KMAP = ['test/kernel/highmem/conformance.test.ts'];
const RESIZE = ['test/kernel/highmem/resize-pools.test.ts'];
const COMPILE = ['test/workload/kernel-compile/kernel-compile.test.ts'];

const HIGH_MEMORY: readonly Mutation[] = [
  {
    name: 'the jobs of a compile are started for the end of a ramp',
    file: 'src/workload/kernel-compile/kernel-compile.ts',
    find: 'const { wanted } = this;',
    replace: 'const wanted = this.load.target;',
    tests: COMPILE,
    only: 'rises',
  },
  {
    name: 'kmap: a holder does not wait for those who tried in vain',
    file: 'src/kernel/locking/spinlock.ts',
    find: 'Math.max(0, this.queue.busyUntil - now)',
    replace: 'Math.max(0, 0 * (this.queue.busyUntil - now))',
    tests: ['test/kernel/locking/test-and-set.test.ts'],
  },
  {
    name: 'kmap: a release takes the line from nobody',
    file: 'src/kernel/locking/handoff.ts',
    find: 'near + queue.transfersBySocket(id, busyNs) + near',
    replace: 'near + 0 * queue.transfersBySocket(id, busyNs) + near',
    tests: ['test/kernel/locking/test-and-set.test.ts'],
  },
  {
    name: 'kmap: a pass clears entries and flushes no TLB',
    file: 'src/kernel/highmem/flush-tlb-all.ts',
    find: '  highmem.tlbs.flushAll();',
    replace: '',
    tests: KMAP,
    only: 'kmap pool',
  },
  {
    name: 'kmap: a pass clears entries that are in use',
    file: 'src/kernel/kmap/pool.ts',
    find: 'if (pool.countOf(entry) !== 1 || page === null) continue;',
    replace: 'if (pool.countOf(entry) < 1 || page === null) continue;',
    tests: KMAP,
    only: 'kmap pool',
  },
  {
    name: 'kmap: who lets an entry go wakes nobody',
    file: 'src/kernel/highmem/kunmap.ts',
    find: '  if (count === 1) pool.overflow.wake();',
    replace: '  if (count === 99) pool.overflow.wake();',
    tests: KMAP,
    only: 'kmap pool',
  },
  {
    name: 'kmap: a sleeper does not look whether a place became free before it slept',
    file: 'src/kernel/highmem/overflow.ts',
    find: '    return wait_event(this.queue, () => this.freed !== seen);',
    replace: '    let looks = 0 * seen;\n    return wait_event(this.queue, () => looks++ > 0);',
    tests: ['test/kernel/highmem/overflow.test.ts'],
  },
  {
    name: 'kmap: a slot is used again without invlpg',
    file: 'src/kernel/kmap/percpu.ts',
    find: '    tlbs.drop(id, at);\n',
    replace: '',
    tests: KMAP,
    only: 'kmap percpu',
  },
  {
    name: 'kmap: with one CPU a pass forgets invlpg',
    file: 'src/kernel/kmap/pool.ts',
    find: '    this.highmem.tlbs.drop(c.cpu.id, at);\n',
    replace: '',
    tests: KMAP,
    only: 'with one CPU',
  },
  {
    name: 'kmap: a task that holds a slot may leave its CPU',
    file: 'src/kernel/kmap/percpu.ts',
    find: '      task.pinned = true;',
    replace: '      task.pinned = false;',
    tests: KMAP,
    only: 'kmap percpu',
  },
  {
    name: 'kmap: whoever comes takes the last slot',
    file: 'src/kernel/kmap/percpu.ts',
    find: '    return free > Math.max(0, DEEPEST - 1 - depth);',
    replace: '    return free > 0 * depth;',
    tests: KMAP,
    only: 'kmap percpu',
  },
  {
    name: 'kmap: a flip to a smaller pool forgets what is in use beyond it',
    file: 'src/kernel/highmem/resize-pools.ts',
    find: 'if (page === null || pool.countOf(entry) !== 1) continue;',
    replace: 'if (page === null) continue;',
    tests: KMAP,
    only: 'flips at random',
  },
  {
    name: 'kmap: what a flip to a smaller pool clears is not flushed',
    file: 'src/kernel/pte-highmem/pte-highmem.ts',
    find: 'this.cleared === 0 ? READY',
    replace: 'this.cleared >= 0 ? READY',
    tests: KMAP,
    only: 'flips at random',
  },
  {
    name: 'kmap: a flip from a larger to a smaller pool flushes nothing',
    file: 'src/kernel/kmap/kmap.ts',
    find: 'this.cleared === 0 ? READY',
    replace: 'this.cleared >= 0 ? READY',
    tests: KMAP,
    only: 'flips at random',
  },
  {
    name: 'kmap: every pool has the size that is configured',
    file: 'src/kernel/highmem/highmem.ts',
    find: 'configured === 0 ? 0 : (this.kmap.variant.entries ?? configured)',
    replace: 'configured === 0 ? 0 : Math.min(configured, this.kmap.variant.entries ?? configured)',
    tests: RESIZE,
  },
  {
    name: 'kmap: a variant with a size gives it to series that are not there',
    file: 'src/kernel/highmem/highmem.ts',
    find: 'configured === 0 ? 0 : (this.kmap.variant.entries ?? configured)',
    replace: 'this.kmap.variant.entries ?? configured',
    tests: RESIZE,
  },
  {
    name: 'kmap: who found no entry sleeps on when the pool grows',
    file: 'src/kernel/highmem/resize-pools.ts',
    find: '    pool.overflow.wake();\n',
    replace: '',
    tests: RESIZE,
  },
  {
    name: 'kmap: what a flip clears costs nothing',
    file: 'src/kernel/highmem/resize-pools.ts',
    find: 'cleared * highmem.costs.clearEntry',
    replace: '0 * highmem.costs.clearEntry',
    tests: RESIZE,
  },
  {
    name: 'kmap: lockmeter writes to the lock for nothing',
    file: 'src/kernel/locking/handoff.ts',
    find: ' + heldWrites * busyNs',
    replace: ' + 0 * heldWrites * busyNs',
    tests: ['test/kernel/locking/test-and-set.test.ts'],
  },
  {
    name: 'kmap: a line stays busy for the next who wait',
    file: 'src/kernel/locking/lock-class.ts',
    find: '    queue.busyUntil = 0;\n',
    replace: '',
    tests: ['test/kernel/locking/test-and-set.test.ts'],
  },
  {
    name: 'kernel-compile: a write maps its page when the block is there',
    file: 'src/workload/kernel-compile/job.ts',
    find: '    const at = yield* kmap(highmem, c, page);\n    yield* readBlock(highmem.k, c, this.blocks.below(DISK_PAGES));',
    replace:
      '    yield* readBlock(highmem.k, c, this.blocks.below(DISK_PAGES));\n    const at = yield* kmap(highmem, c, page);',
    tests: COMPILE,
    only: 'keeps it mapped',
  },
  {
    name: 'kernel-compile: other locks are held without being taken',
    file: 'src/workload/kernel-compile/other-lock.ts',
    find: '    yield* spin_lock(c, this.lock);\n    c.spend(this.params.holdNs);\n    yield* spin_unlock(c, this.lock);',
    replace: '    c.spend(this.params.holdNs);',
    tests: COMPILE,
    only: 'other locks',
  },
];

const XFS = ['test/kernel/xfs/lookup.test.ts'];

const DIRECTORIES: readonly Mutation[] = [
  {
    name: 'XFS: a purge leaves on the list what it unmaps',
    file: 'src/kernel/xfs/xfs-buf.ts',
    find: '  xfs.as_list = [];',
    replace: '  xfs.as_list = list.slice();',
    tests: XFS,
    only: 'list, eager, off',
  },
  {
    name: 'XFS: what vm_map_ram() mapped is collected, too',
    file: 'src/kernel/xfs/xfs-buf.ts',
    find: 'xfs.unmapBatch > 0 && !xfs.vmap.percpu.variant.usesBlocks',
    replace: 'xfs.unmapBatch > 0',
    tests: XFS,
    only: 'collects addresses',
  },
  {
    name: 'XFS: a directory is let go before its blocks are read',
    file: 'src/kernel/xfs/lookup.ts',
    find: '  const inner = c.enter(S.xfs_vn_lookup);',
    replace:
      '  yield* mutex_unlock(c, dir.i_mutex);\n  yield* mutex_lock(c, dir.i_mutex);\n  const inner = c.enter(S.xfs_vn_lookup);',
    tests: XFS,
    only: 'list, eager, off',
  },
  {
    name: 'XFS: an entry becomes unused without dcache_lock',
    file: 'src/kernel/xfs/dcache.ts',
    find: '  yield* spin_lock(counted, dcache_lock);',
    replace: '  if (dcache_lock.isLocked) return;\n  yield* spin_lock(counted, dcache_lock);',
    tests: XFS,
    only: 'list, eager, off',
  },
  {
    name: 'ia64: a broadcast never lets call_lock go',
    file: 'src/kernel/mm/smp-call.ts',
    find: '  yield* spin_unlock(c, call_lock);\n}',
    replace: '}',
    tests: ['test/kernel/vmap/smp-call.test.ts'],
  },
  {
    name: 'ia64: whoever waits has seen the lock free',
    file: 'src/kernel/locking/spin-queue.ts',
    find: 'Math.min(1, ns / Math.max(1, distanceNs))',
    replace: 'Math.min(1, ns + distanceNs)',
    tests: ['test/kernel/locking/cmpxchg.test.ts'],
  },
  {
    name: 'ia64: a contended spinlock hides in its lock function',
    file: 'src/kernel/locking/spinlock.ts',
    find: 'contention === undefined ? node',
    replace: 'contention !== -1 ? node',
    tests: ['test/kernel/locking/cmpxchg.test.ts'],
  },
  {
    name: 'pages of 16 KB count as pages of 4 KB',
    file: 'src/kernel/vmap/purge.ts',
    find: '* LAZY_BYTES) / k.pageBytes',
    replace: '* LAZY_BYTES) / 4096',
    tests: ['test/kernel/vmap/lazy-flush.test.ts'],
  },
  {
    name: 'a ramp of the load is looked at once only',
    file: 'src/workload/load-follower.ts',
    find: '    if (ns < 0) return;',
    replace: '    if (ns !== 0) return;',
    tests: ['test/workload/vmap-loop/vmap-loop.test.ts'],
    only: 'ramps up',
  },
];

const VMAP = ['test/kernel/vmap/conformance.test.ts'];

const MAPPINGS: readonly Mutation[] = [
  {
    name: 'a purge frees addresses and flushes nothing',
    file: 'src/kernel/vmap/purge.ts',
    find: '  if (areas.length > 0 || force) yield* flush_tlb_kernel_range(vmap, c);',
    replace: '  if (force) yield* flush_tlb_kernel_range(vmap, c);',
    tests: VMAP,
  },
  {
    name: 'the vmap loop calls vm_unmap_aliases once and never again',
    file: 'src/workload/vmap-loop/vmap-loop.ts',
    find: 'turn % aliasesEvery === 0',
    replace: 'turn === aliasesEvery',
    tests: ['test/workload/vmap-loop/vmap-loop.test.ts'],
    only: 'vm_unmap_aliases',
  },
  {
    name: 'vm_unmap_aliases forgets what is dirty in blocks',
    file: 'src/kernel/vmap/purge.ts',
    find: '    if (block.dirty === 0) continue;',
    replace: '    if (block.dirty < 9999) continue;',
    tests: VMAP,
  },
  {
    name: 'a search for a hole stops at one that is a page too small',
    file: 'src/kernel/vmap-index/vm-list.ts',
    find: '    if (start + size <= at.start) break;',
    replace: '    if (start + size <= at.start + 1) break;',
    tests: VMAP,
  },
  {
    name: 'holes that meet are not merged',
    file: 'src/kernel/vmap-index/free-tree.ts',
    find: '    const touchesBefore = before !== null && before.end === area.start;',
    replace: '    const touchesBefore = before !== null && before.end < 0;',
    tests: ['test/kernel/vmap/free-tree.test.ts'],
  },
  {
    name: 'what a flip retires of a block is never given back',
    file: 'src/kernel/vmap-percpu/vmap-percpu.ts',
    find: '  block.dirty += block.free;',
    replace: '  block.dirty += 0 * block.free;',
    tests: VMAP,
    only: 'flips at random',
  },
  {
    name: 'a flip of the index forgets the areas that wait for a purge',
    file: 'src/kernel/vmap-index/vmap-index.ts',
    find: 'const areas = this.gate.variant.areas();',
    replace: 'const areas = this.gate.variant.areas().filter(({ unmapped }) => !unmapped);',
    tests: VMAP,
    only: 'flips at random',
  },
  {
    name: 'idle CPUs read the clock all at once',
    file: 'src/machine/tickless.ts',
    find: 'this.freeAt = Math.max(this.freeAt, from) + times',
    replace: 'this.freeAt = from + times',
    tests: ['test/machine/ipi.test.ts'],
  },
  {
    name: 'of the waiters for an rwlock the farthest wins',
    file: 'src/kernel/locking/handoff.ts',
    find: '    if (look >= earliest) continue;',
    replace: '    if (nearest > 0 || count === 0) continue;',
    tests: ['test/kernel/locking/rwlock.test.ts'],
  },
];

const LOCK_KIND = ['test/kernel/lock-kind/conformance.test.ts'];

const LOOP: readonly Mutation[] = [
  {
    name: 'a flip does not wait for those inside the gate',
    file: 'src/kernel/locking/gate.ts',
    find: '    while (this.inside > 0) yield this.drain;',
    replace: '    while (this.inside > 99) yield this.drain;',
    tests: LOCK_KIND,
    only: 'flips between all kinds',
  },
  {
    name: 'an open gate forgets one of those who wait at it',
    file: 'src/kernel/locking/gate.ts',
    find: 'for (const task of this.waiting.splice(0)) task.wake();',
    replace: 'for (const task of this.waiting.splice(0).slice(1)) task.wake();',
    tests: LOCK_KIND,
    only: 'nobody is lost when',
  },
  {
    name: 'a writer takes an rwlock beside its readers',
    file: 'src/kernel/locking/rwlock.ts',
    find: "const free = this.writer === null && (mode === 'read' || this.readers === null);",
    replace: 'const free = this.writer === null;',
    tests: LOCK_KIND,
    only: 'rwlock',
  },
  {
    name: 'readers of an rwsem come one by one',
    file: 'src/kernel/locking/section-rwsem.ts',
    find: "    lockFor: (c, mode) => (mode === 'read' ? down_read(c, lock) : down_write(c, lock)),\n    unlockFor: (c, mode) => (mode === 'read' ? up_read(c, lock) : up_write(c, lock)),",
    replace:
      "    lockFor: (c, mode) => (mode === 'read' ? down_write(c, lock) : down_write(c, lock)),\n    unlockFor: (c) => up_write(c, lock),",
    tests: LOCK_KIND,
    only: 'rwsem',
  },
  {
    name: 'the release of a mutex wakes nobody',
    file: 'src/kernel/locking/mutex.ts',
    find: '    first.task.wake();',
    replace: '    if (first.task.id < 0) first.task.wake();',
    tests: LOCK_KIND,
    only: 'mutex-sleep',
  },
  {
    name: 'a flip puts a lock of the old kind there',
    file: 'src/kernel/lock-kind/lock-kind.ts',
    find: 'createLock(loopLock.site, to)',
    replace: 'createLock(loopLock.site, to === id ? to : id)',
    tests: LOCK_KIND,
    only: 'flips between all kinds',
  },
  {
    name: 'the byte lock serves its waiters in turn',
    file: 'src/kernel/lock-kind/byte.ts',
    find: 'byteHandoff(site.random)',
    replace: '{ ...byteHandoff(site.random), take: (queue) => queue.takeFirst() }',
    tests: ['test/workload/lock-loop/lock-loop.test.ts'],
  },
  {
    name: 'the tasks measure 100 ns too much at the lock',
    file: 'src/workload/lock-loop/lock-loop.ts',
    find: 'this.took(lock, id, c.cpu.localNow - askedAt);',
    replace: 'this.took(lock, id, c.cpu.localNow - askedAt + 100);',
    tests: ['test/workload/lock-loop/lock-loop.test.ts'],
  },
];

const AREAS = ['test/kernel/address-space/conformance.test.ts'];

const ADDRESS_SPACES: readonly Mutation[] = [
  {
    name: 'the gap behind a new VMA is not carried up the tree',
    file: 'src/kernel/address-space/mm-struct.ts',
    find: '    this.tree.refresh(next);\n    this.insertIntoTree(vma);',
    replace: '    this.insertIntoTree(vma);',
    tests: AREAS,
  },
  {
    name: 'neighbours are merged whatever their protection',
    file: 'src/kernel/address-space/mmap.ts',
    find: 'before.end === start && before.prot === prot',
    replace: 'before.end === start',
    tests: AREAS,
  },
  {
    name: 'the gap tree takes a gap that is a page too small',
    file: 'src/kernel/unmapped-area/gap-tree.ts',
    find: 'vma.start - start >= pages ? start',
    replace: 'vma.start - start >= pages - 1 ? start',
    tests: AREAS,
  },
  {
    name: 'an unmapping below does not lower the lowest hole',
    file: 'src/kernel/unmapped-area/lowest-hole.ts',
    find: 'start < mm.free_area_cache)',
    replace: 'start > mm.free_area_cache)',
    tests: AREAS,
  },
  {
    name: 'next fit does not begin again at the base',
    file: 'src/kernel/unmapped-area/next-fit.ts',
    find: 'if (found === null && from !== TASK_UNMAPPED_BASE)',
    replace: 'if (found === null && from === TASK_UNMAPPED_BASE)',
    tests: AREAS,
  },
  {
    name: 'hole size forgets the holes that it has skipped',
    file: 'src/kernel/unmapped-area/hole-size.ts',
    find: 'if (hole > mm.cached_hole_size) mm.cached_hole_size = hole;',
    replace: 'if (hole < mm.cached_hole_size) mm.cached_hole_size = hole;',
    tests: ['test/kernel/unmapped-area/search.test.ts'],
  },
  {
    name: 'what a variant remembered outlives a flip',
    file: 'src/kernel/unmapped-area/unmapped-area.ts',
    find: '    mm.free_area_cache = TASK_UNMAPPED_BASE;',
    replace: '    mm.cached_hole_size = 0;',
    tests: AREAS,
    only: 'flips at random',
  },
  {
    name: 'a flip to the gap tree does not compute the gaps',
    file: 'src/kernel/unmapped-area/unmapped-area.ts',
    find: 'if (augments !== augmented) mm.rebuildTree(augments);',
    replace: 'if (augments === augmented) mm.rebuildTree(augments);',
    tests: AREAS,
    only: 'flips at random',
  },
  {
    name: 'a program forgets in its bitmap that a place below is free again',
    file: 'src/workload/thread-stacks/slot-map.ts',
    find: 'this.lowest = Math.min(this.lowest, at);',
    replace: 'this.lowest = Math.max(this.lowest, at);',
    tests: ['test/workload/thread-stacks/slot-map.test.ts'],
  },
  {
    name: 'a program looks at its bitmap for nothing',
    file: 'src/workload/thread-stacks/stack-pool.ts',
    find: '    yield* computeFor(c, looked * this.as.costs.bitmapWord);\n',
    replace: '    yield* computeFor(c, 0 * looked);\n',
    tests: ['test/workload/thread-stacks/thread-stacks.test.ts'],
    only: 'in user mode',
  },
  {
    name: 'the L2 throws out what came first, not what was used last',
    file: 'src/machine/line-cache.ts',
    find: 'if (before === SENTINEL) return true;',
    replace: 'if (before >= SENTINEL) return true;',
    tests: ['test/machine/line-cache.test.ts'],
  },
];

const EXCLUSION = ['test/kernel/rmap-lock/exclusion.test.ts'];
const MOVES = ['test/kernel/migrate/conformance.test.ts'];
const NUMA02 = ['test/workload/numa02/numa02.test.ts'];
const NUMA_BALANCING = ['test/kernel/migrate/numa-balancing.test.ts'];
const NUMA_PLACEMENT = ['test/kernel/migrate/numa-placement.test.ts'];
const CHAIN_MUTEX = 'rmap chain.*rmap-lock mutex .*tlb';

const MIGRATION: readonly Mutation[] = [
  {
    name: 'rmap-lock: the root spinlock is the own one',
    file: 'src/kernel/rmap-lock/root-spin.ts',
    find: '  lockFor(c: Call, { root }: AnonVma): Path {\n    return spin_lock(c, root.lock);',
    replace: '  lockFor(c: Call, { lock }: AnonVma): Path {\n    return spin_lock(c, lock);',
    tests: EXCLUSION,
  },
  {
    name: 'rmap-lock: who walks takes the rwsem for writing',
    file: 'src/kernel/rmap-lock/family-lock.ts',
    find: "(use === 'change' ? 'write' : 'read')",
    replace: "(use === 'change' ? 'write' : 'write')",
    tests: EXCLUSION,
    only: 'rwsem',
  },
  {
    name: 'rmap-lock: with none-remap walks take no lock either',
    file: 'src/kernel/rmap-lock/none-remap.ts',
    find: "unlocked: ['remap']",
    replace: "unlocked: ['remap', 'walk']",
    tests: EXCLUSION,
    only: 'none-remap',
  },
  {
    name: 'rmap-lock: a flip forgets to exchange the lock of a family',
    file: 'src/kernel/rmap-lock/rmap-lock.ts',
    find: '      anon_vma.familyLock = null;\n',
    replace: '',
    tests: EXCLUSION,
    only: 'flip',
  },
  {
    name: 'rmap-lock: a flip does not wait for those who have the lock',
    file: 'src/kernel/mm/anon-vma-lock.ts',
    find: '  yield* variant.lockFor(c, anon_vma, use);\n',
    replace: '  yield* variant.lockFor(c, anon_vma, use);\n  gate.leave(c);\n',
    tests: EXCLUSION,
    only: 'flip',
  },
  {
    name: 'tlb: a batch is moved before its flush',
    file: 'src/kernel/migrate/migrate-pages.ts',
    find: '    if (unmapped.length > 0) yield* flush.flushOnce(c);\n',
    replace: '',
    tests: NUMA02,
    only: 'rmap-lock rwsem.*tlb batch',
  },
  {
    name: 'tlb: a batch flushes for every page',
    file: 'src/kernel/tlb/batch.ts',
    find: 'if (!this.mms.includes(mm)) this.mms.push(mm);',
    replace: 'this.mms.push(mm);',
    tests: NUMA02,
    only: 'rmap-lock rwsem.*tlb batch',
  },
  {
    name: 'tlb: page by page, 512 are unmapped at once',
    file: 'src/kernel/tlb/page.ts',
    find: 'readonly pagesAtOnce = 1;',
    replace: 'readonly pagesAtOnce = 512;',
    tests: ['test/kernel/migrate/flush.test.ts'],
  },
  {
    name: 'tlb: a flush of one page goes to nobody',
    file: 'src/kernel/tlb/page.ts',
    find: "return flush_tlb_page(this.k, c, mm, 'migrate_pages');",
    replace: "return mm === null ? flush_tlb_page(this.k, c, mm, 'migrate_pages') : READY;",
    tests: ['test/kernel/migrate/flush.test.ts'],
  },
  {
    name: 'migration: an entry of a moved page leads to the old one',
    file: 'src/kernel/rmap/migration-walk.ts',
    find: 'remove_migration_pte(k, anon_vma, vma, vpn, pte, fresh);',
    replace: 'remove_migration_pte(k, anon_vma, vma, vpn, pte, old);',
    tests: MOVES,
    only: CHAIN_MUTEX,
  },
  {
    name: 'migration: fork leaves the right to write in migration entries',
    file: 'src/kernel/mm/fork.ts',
    find: '      from.set(vpn, migrationPte(ptePfn(pte), 0));\n      to.set(vpn, migrationPte(ptePfn(pte), 0));',
    replace: '      to.set(vpn, pte);',
    tests: MOVES,
    only: 'tlb batch',
  },
  {
    name: 'migration: who exits takes a migration entry for one of swap',
    file: 'src/kernel/mm/unmap.ts',
    find: '  if (isMigration(pte)) {',
    replace: '  if (isMigration(pte) && mm.id < 0) {',
    tests: MOVES,
    only: 'tlb batch',
  },
  {
    name: 'migration: a fault on a migration entry does not wait',
    file: 'src/kernel/mm/memory.ts',
    find: '    yield k.pageLocks.wait(pfn);\n',
    replace: '    yield k.pageLocks.wait(0);\n',
    tests: MOVES,
    only: 'tlb batch',
  },
  {
    name: 'migration: nobody wakes those who wait for the old page',
    file: 'src/kernel/migrate/migrate-pages.ts',
    find: '    pageLocks.unlock(pfn);\n    yield* discard(k, c, pfn);\n',
    replace: '    k.frames.clear(pfn, PG.locked);\n    yield* discard(k, c, pfn);\n',
    tests: MOVES,
    only: 'tlb batch',
  },
  {
    name: 'migration: the old page is not freed',
    file: 'src/kernel/migrate/migrate-pages.ts',
    find: '    yield* discard(k, c, pfn);\n',
    replace: '',
    tests: MOVES,
    only: CHAIN_MUTEX,
  },
  {
    name: 'numa: a scan makes entries of shared pages prot-none, too',
    file: 'src/kernel/migrate/numa-balancing.ts',
    find: ' || this.k.frames.mapcount[ptePfn(pte)] !== 1) continue;',
    replace: ') continue;',
    tests: ['test/kernel/migrate/numa-balancing.test.ts'],
  },
  {
    name: 'numa: a page goes to the node where it is',
    file: 'src/kernel/migrate/numa-balancing.ts',
    find: 'frames.nodeOf(pfn) !== node;',
    replace: 'frames.nodeOf(pfn) === node;',
    tests: NUMA_BALANCING,
  },
  {
    name: 'numa: who is away once takes its pages along',
    file: 'src/kernel/migrate/numa-balancing.ts',
    find: '(last === 0 || last === node + 1) && ',
    replace: '',
    tests: NUMA_BALANCING,
  },
  {
    name: 'numa: a page forgets on its way who had the last fault on it',
    file: 'src/kernel/migrate/migrate-pages.ts',
    find: '    frames.lastNode[fresh] = frames.lastNode[pfn] as number;\n',
    replace: '',
    tests: NUMA_BALANCING,
  },
  {
    name: 'numa: a page keeps from its last life who had a fault on it',
    file: 'src/kernel/mm/zone.ts',
    find: '    if (this.frames.nodes > 1) this.frames.lastNode[pfn] = 0;\n',
    replace: '',
    tests: NUMA_BALANCING,
  },
  {
    name: 'numa: of an exchange only one task moves',
    file: 'src/kernel/migrate/numa-placement.ts',
    find: '    if (other !== null) scheduler.sendTo(other, home);\n',
    replace: '',
    tests: NUMA02,
    only: 'where tasks are placed',
  },
  {
    name: 'numa: tasks prefer the node of their first faults for ever',
    file: 'src/kernel/migrate/numa-task.ts',
    find: '      const faults = Math.floor((this.faults[node] as number) / 2) + recent;',
    replace: '      const faults = (this.faults[node] as number) + recent;',
    tests: NUMA_PLACEMENT,
  },
  {
    name: 'numa: a task goes to any node but that of its memory',
    file: 'src/kernel/migrate/numa-placement.ts',
    find: 'other.gain < (best?.gain ?? 0) ? best : other;',
    replace: 'other.gain > (best?.gain ?? 0) ? best : other;',
    tests: NUMA_PLACEMENT,
  },
  {
    name: 'scheduler: a CPU that runs dry pulls back what it has sent away',
    file: 'src/kernel/sched/fair.ts',
    find: 'if (first.pinned || first.goesTo !== null) continue;',
    replace: 'if (first.pinned) continue;',
    tests: ['test/kernel/sched/fair.test.ts'],
  },
];

const RACES = ['test/kernel/race/conformance.test.ts'];
const STROLL = ['test/kernel/rmap/stroll.test.ts'];
const LOST_WRITE = ['test/kernel/race/lost-write.test.ts'];
const PROTECT_AND_MOVE = ['test/kernel/mm/protect-and-move.test.ts'];
const NOTHING_CAUGHT = 'nothing is caught';

const RACE_DETECTION: readonly Mutation[] = [
  {
    name: 'a walk forgets to compare the generation of its link',
    file: 'src/kernel/rmap/stroll.ts',
    find: 'if (this.link.generation !== this.generation) return link;',
    replace: '',
    tests: STROLL,
  },
  {
    name: 'a freed VMA keeps its generation for the walk',
    file: 'src/kernel/rmap/stroll.ts',
    find: 'if (this.vma.generation !== this.vmaGeneration)',
    replace: 'if (this.vma.generation < this.vmaGeneration)',
    tests: STROLL,
  },
  {
    name: 'a walk leaves out the last VMA of a list',
    file: 'src/kernel/rmap/stroll.ts',
    find: 'at < places.length; at++',
    replace: 'at < places.length - 1; at++',
    tests: RACES,
    only: NOTHING_CAUGHT,
  },
  {
    name: 'the walk that removes migration entries ends when two are found',
    file: 'src/kernel/rmap/migration-walk.ts',
    find: 'isThrough: () => false,',
    replace: 'isThrough: () => (k.frames.mapcount[fresh] as number) > 1,',
    tests: RACES,
    only: NOTHING_CAUGHT,
  },
  {
    name: 'mremap moves entries into an older VMA without the lock',
    file: 'src/kernel/mm/mremap.ts',
    find: 'if (needRmapLocks && anon_vma !== null)',
    replace: 'if (needRmapLocks && anon_vma === null)',
    tests: RACES,
    only: NOTHING_CAUGHT,
  },
  {
    name: 'mremap believes that no merged VMA comes first on the list',
    file: 'src/kernel/mm/mremap.ts',
    find: 'return { needRmapLocks: true };',
    replace: 'return { needRmapLocks: false };',
    tests: RACES,
    only: NOTHING_CAUGHT,
  },
  {
    name: 'a boundary moves without the lock',
    file: 'src/kernel/rmap/variant.ts',
    find: 'if (anon_vma !== null && (startMoves || this.locksGrowth))',
    replace: 'if (anon_vma !== null && (!startMoves || this.locksGrowth))',
    tests: RACES,
    only: NOTHING_CAUGHT,
  },
  {
    name: 'a migration entry that was missed stays as it is',
    file: 'src/kernel/race/race-detector.ts',
    find: '    table.set(vpn, LOST_PTE);\n',
    replace: '    table.set(vpn, table.get(vpn));\n',
    tests: RACES,
    only: 'fatal races are caught',
  },
  {
    name: 'the ground truth looks at the first VMA of an address space only',
    file: 'src/kernel/race/ground-truth.ts',
    find: 'for (let vma = mm.mmap; vma !== null; vma = vma.next) {',
    replace: 'for (let vma = mm.mmap; vma !== null; vma = null) {',
    tests: RACES,
    only: 'what the ground truth says',
  },
  {
    name: 'a flush that interrupts others leaves their translations',
    file: 'src/kernel/mm/tlb.ts',
    find: '  );\n  k.races?.flushed(mm);\n',
    replace: '  );\n',
    tests: LOST_WRITE,
  },
  {
    name: 'a copied page counts as being where it was',
    file: 'src/kernel/race/translations.ts',
    find: 'if (one.pfn === pfn) one.isCopied = true;',
    replace: 'if (one.pfn === pfn) one.isCopied = false;',
    tests: LOST_WRITE,
  },
  {
    name: 'mprotect leaves the right to write in the entries',
    file: 'src/kernel/mm/mprotect.ts',
    find: 'table.set(vpn, pte & ~PTE.write);',
    replace: 'table.set(vpn, pte);',
    tests: PROTECT_AND_MOVE,
  },
  {
    name: 'a boundary that shifts leaves the offset of the upper VMA',
    file: 'src/kernel/mm/vma-adjust.ts',
    find: '    right.pgoff += at - right.start;\n',
    replace: '',
    tests: PROTECT_AND_MOVE,
  },
];

const FITTED: readonly Mutation[] = [
  {
    name: 'fitted: a constant may be fitted on a claim that is not marked',
    file: 'src/scenario/cross-check.ts',
    find: 'if (isOthers(id) || marked.includes(id)) return [];',
    replace: 'if (isOthers(id) || claims.some((claim) => claim.id === id)) return [];',
    tests: ['test/scenario/read-scenario.test.ts'],
  },
  {
    name: 'fitted: a claim may be marked though no constant was fitted on it',
    file: 'src/scenario/cross-check.ts',
    find: 'if (!isMarked || named.has(id)) return [];',
    replace: 'if (!isMarked || named.size > 0 || id.length > 0) return [];',
    tests: ['test/scenario/read-scenario.test.ts'],
  },
  {
    name: 'fitted: a claim of another scenario has to be marked in this one',
    file: 'src/scenario/cross-check.ts',
    find: 'if (isOthers(id) || marked',
    replace: 'if (marked',
    tests: ['test/scenario/read-scenario.test.ts'],
  },
  {
    name: 'sensitivity: the wake-up of an idle CPU is typed in',
    file: 'src/simulation/machine.ts',
    find: "idleWakeNs: cost('cpu.idleWake')",
    replace: 'idleWakeNs: 1700',
    tests: ['test/sensitivity/sensitivity.test.ts'],
    only: 'only the rows with idle CPUs move',
  },
];

const SIGNAL = ['test/kernel/mm/signal.test.ts'];
const DRAIN = ['test/kernel/rmap/drain.test.ts'];

const KILL_AND_DRAIN: readonly Mutation[] = [
  {
    name: 'a process that has to die bears a child',
    file: 'src/kernel/mm/fork.ts',
    find: '  if (parent.killed) {',
    replace: '  if (parent.memdie) {',
    tests: SIGNAL,
  },
  {
    name: 'a process that has to die computes on',
    file: 'src/kernel/mm/signal.ts',
    find: '  task.userLeftNs = 0;\n',
    replace: '',
    tests: SIGNAL,
  },
  {
    name: 'a process that has to die touches on',
    file: 'src/kernel/mm/memory.ts',
    find: 'if (handled === 0 || current(c).killed) return false;',
    replace: 'if (handled === 0) return false;',
    tests: SIGNAL,
  },
  {
    name: 'a reclaimer that has to die goes at once and takes the room of others',
    file: 'src/kernel/mm/isolation-wait.ts',
    find: 'this.dismiss(sleeper, sleeper.since);',
    replace: 'this.wake(sleeper);',
    tests: ['test/kernel/mm/isolation-wait.test.ts'],
  },
  {
    name: 'users are forked anew while all are being killed',
    file: 'src/workload/aim7/aim7.ts',
    find: '    this.setLoad(0, 0);\n',
    replace: '    this.wait.wake();\n',
    tests: ['test/workload/aim7/kill.test.ts'],
    only: 'counts no job',
  },
  {
    name: 'a half-life is told while the pace of the drain changes',
    file: 'src/kernel/rmap/drain.ts',
    find: ' && agree(half, quarter, AGREEMENT)',
    replace: '',
    tests: DRAIN,
  },
  {
    name: 'a half-life is told when hardly anything has drained',
    file: 'src/kernel/rmap/drain.ts',
    find: 'return isNear && ',
    replace: 'return ',
    tests: DRAIN,
  },
  {
    name: 'a half-life is told for a burst that is over',
    file: 'src/kernel/rmap/drain.ts',
    find: ' && agree(told, lately, LATELY)',
    replace: '',
    tests: DRAIN,
  },
];

const SCREEN: readonly Mutation[] = [
  {
    name: 'captions have two lines on a narrow screen',
    file: 'src/tui/layout.ts',
    find: 'columns < TWO_LINES_FROM ? 3 : 2',
    replace: 'columns < 0 ? 3 : 2',
    tests: ['test/tui/panels/captions.test.ts'],
  },
];

export const MUTATIONS: readonly Mutation[] = [
  ...FITTED,
  ...ENGINE,
  ...MACHINES,
  ...DISK,
  ...LOCKS,
  ...REVERSE_MAP,
  ...GROWTH,
  ...REUSE,
  ...LONG_LISTS,
  ...MEMORY,
  ...OBSERVATION_AND_SESSION,
  ...HIGH_MEMORY,
  ...MAPPINGS,
  ...DIRECTORIES,
  ...LOOP,
  ...SCREEN,
  ...ADDRESS_SPACES,
  ...MIGRATION,
  ...RACE_DETECTION,
  ...KILL_AND_DRAIN,
];
