// One AIM7 user: a process that works through its list of jobs and exits (lib/forker.c and the tests of re-aim).
//
// * A job first touches what it works on, then computes; whenever it has been preempted it touches it again, because
//   reclaim may have taken pages meanwhile.
// * Forks, exits, execs, syncs and O_SYNC writes happen one by one; growth of the heap goes in batches of brkBatch rounds.

import { US } from '../../base/time.ts';
import { type Sym, symbols, userSymbol } from '../../engine/symbols.ts';
import { do_execve, do_wait } from '../../kernel/mm/exit.ts';
import { do_fork } from '../../kernel/mm/fork.ts';
import type { Image } from '../../kernel/mm/image.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import { touch } from '../../kernel/mm/memory.ts';
import { sys_brk, sys_mmap, sys_munmap } from '../../kernel/mm/mmap.ts';
import type { Vpn } from '../../kernel/mm/pte.ts';
import { current } from '../../kernel/mm/task-struct.ts';
import type { Mm } from '../../kernel/mm/vma.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, type Request, SUCCEEDED } from '../../machine/path.ts';
import { computeFor, userMode } from '../../machine/wait.ts';
import type { FileSync } from './file-sync.ts';
import type { JobOrders } from './job-list.ts';
import type { Layout, Part } from './layout.ts';
import { type Aim7Params, type Aim7Test, LIB_PAGES } from './schema.ts';

const S = symbols('system_call', 'sys_brk');
const compute = userSymbol('multiuser');

/** What all users share. */
export interface Aim7World {
  readonly k: Kernel;
  readonly params: Aim7Params;
  readonly layout: Layout;
  /** By test: the system call to which its kernel work is charged. */
  readonly calls: readonly Sym[];
  readonly files: FileSync;
  readonly sh: Image;
  readonly tool: Image;
  readonly orders: JobOrders;
  /** What a user waits for before its first job; null for nothing. */
  readonly start: Request | null;
  jobDone(): void;
  /** A user has come to the end of its list. */
  listDone(): void;
}

/** Runs the list from its job number `first` on, in `order`, with the memory of one who has done those before it. */
export function* user(world: Aim7World, c: Call, order: number, first: number): Path {
  const { orders } = world;
  if (world.start !== null) yield world.start;
  let isAlive = yield* settleIn(world, c, order, first);
  for (let nth = first; isAlive && nth < orders.length; nth++) {
    isAlive = yield* job(world, c, orders.job(order, nth));
    if (isAlive) world.jobDone();
  }
  if (isAlive) world.listDone();
  orders.give(order);
}

/** The memory of one who has done the first `done` jobs and begins with the next. */
function* settleIn(world: Aim7World, c: Call, order: number, done: number): Path<boolean> {
  const { arena } = world.layout;
  for (let nth = 0; nth < arena.length; nth++) if (!(yield* touchNth(world, c, arena, nth))) return false;
  for (let nth = 0; nth < done; nth++) if (!(yield* leaveTrace(world, c, world.orders.job(order, nth)))) return false;
  return true;
}

const touchNth = (world: Aim7World, c: Call, parts: readonly Part[], nth: number): Path<boolean> => {
  const { at, pages } = parts[nth] as Part;
  return touchPart(world, c, at, pages);
};

/** Dirties the pages that stay when a job is over. */
function* leaveTrace(world: Aim7World, c: Call, index: number): Path<boolean> {
  const { layout, params } = world;
  const bss = layout.bss[index];
  const heap = params.tests[index]?.heap ?? 0;
  return (
    (yield* touchPart(world, c, bss?.at ?? 0, bss?.pages ?? 0)) && (yield* touchPart(world, c, layout.heap, 1 + heap))
  );
}

/** False when the task has to die. */
function* job(world: Aim7World, c: Call, index: number): Path<boolean> {
  const { params, layout, k, files } = world;
  const test = params.tests[index] as Aim7Test;
  const { mm } = current(c);
  if (mm === null) return false;
  if (test.transient > 0) yield* sys_mmap(k, c, mm, layout.scratch, test.transient, 'mmap');
  if (current(c).killed || (test.brk !== undefined && !(yield* brkRounds(world, c, test.brk)))) return false;
  const file = test.filePages > 0 ? files.write(test.filePages) : null;
  const alive =
    (yield* children(world, c, test)) && (yield* writeSynced(world, c, test)) && (yield* computeJob(world, c, index));
  if (file !== null) files.unlink(file);
  if (alive && test.transient > 0) yield* sys_munmap(k, c, mm, layout.scratch, test.transient);
  return alive;
}

/** All processes that the job starts, one after another. */
function* children(world: Aim7World, c: Call, test: Aim7Test): Path<boolean> {
  return (
    (yield* forkSome(world, c, test.forks, dirtyStack)) &&
    (yield* forkSome(world, c, test.execs, script)) &&
    (yield* forkSome(world, c, test.shells, shell)) &&
    (yield* forkSome(world, c, test.syncs, syncCommand))
  );
}

const forkSome = (world: Aim7World, c: Call, count: number, body: Body): Path<boolean> =>
  count === 0 ? SUCCEEDED : forkOneByOne(world, c, count, body);

function* forkOneByOne(world: Aim7World, c: Call, count: number, body: Body): Path<boolean> {
  for (let i = 0; i < count; i++) if (!(yield* forkAndWait(world, c, body))) return false;
  return true;
}

function* writeSynced({ files }: Aim7World, c: Call, test: Aim7Test): Path<boolean> {
  for (let i = 0; i < test.syncWrites; i++) {
    files.write(1);
    yield* files.sync(c);
  }
  return !current(c).killed;
}

function* computeJob(world: Aim7World, c: Call, index: number): Path<boolean> {
  const test = world.params.tests[index] as Aim7Test;
  if (test.sysUs > 0) c.enter(S.system_call).spendIn(world.calls[index] as Sym, Math.floor(test.sysUs * US));
  c.task.userLeftNs += Math.floor(test.userUs * US);
  do {
    if (!(yield* touchWorkingSet(world, c, index))) return false;
    yield userMode(c, compute);
  } while (c.task.userLeftNs > 0);
  return !current(c).killed;
}

function* touchWorkingSet(world: Aim7World, c: Call, index: number): Path<boolean> {
  const parts = world.layout.workingSets[index] ?? [];
  for (let nth = 0; nth < parts.length; nth++) if (!(yield* touchNth(world, c, parts, nth))) return false;
  return true;
}

function touchPart({ k }: Aim7World, c: Call, at: Vpn, pages: number): Path<boolean> {
  const vma = pages === 0 ? null : (current(c).mm?.find(at) ?? null);
  return vma === null ? SUCCEEDED : touch(k, c, vma, at, pages, true);
}

/**
 * The heap grows page by page and shrinks again. Where growth takes no lock, the pages of a round are one system call, and those of
 * the others are charged with those of the whole batch.
 */
function* brkRounds(world: Aim7World, c: Call, brk: NonNullable<Aim7Test['brk']>): Path<boolean> {
  const { k, params } = world;
  const { mm } = current(c);
  if (mm === null) return false;
  const top = mm.brk;
  for (let left = brk.rounds; left > 0; left -= params.brkBatch) {
    const rounds = Math.min(left, params.brkBatch);
    const step = k.rmap.variant.locksGrowth ? 1 : brk.grows;
    const extra = rounds * (brk.grows - brk.grows / step);
    c.enter(S.system_call).spendIn(S.sys_brk, extra * (k.costs.syscall + 2 * k.costs.findVma));
    for (let round = 0; round < rounds; round++) {
      if (!(yield* growHeap(k, c, mm, top + brk.grows, step))) return !current(c).killed;
      if (brk.touched && !(yield* touchPart(world, c, top, brk.grows))) return false;
      yield* sys_brk(k, c, mm, top);
    }
  }
  return true;
}

/** Moves the break up to `brk`, `step` pages at a time; false when memory ran out or the task has to die. */
function* growHeap(k: Kernel, c: Call, mm: Mm, brk: Vpn, step: number): Path<boolean> {
  while (mm.brk < brk) if ((yield* sys_brk(k, c, mm, mm.brk + step)) !== 0) return false;
  return !current(c).killed;
}

/** What a child does. It is not a function that knows the world: there are tens of thousands of children. */
type Body = (world: Aim7World, c: Call) => Path<unknown>;

/** Forks `body` and waits for it; a fork that fails for want of memory is just not done. */
function* forkAndWait(world: Aim7World, c: Call, body: Body): Path<boolean> {
  const { k } = world;
  const child = yield* do_fork(k, c, 'multiuser', (own) => body(world, own));
  if (child !== null) yield* do_wait(k, c);
  return !current(c).killed;
}

/** A child that returns from fork, which dirties some of its stack and library data, and exits. */
function* dirtyStack(world: Aim7World, c: Call): Path<boolean> {
  const { layout, params } = world;
  const stack = params.childStackPages;
  return (yield* touchPart(world, c, layout.stack, stack)) && (yield* touchPart(world, c, layout.libData, LIB_PAGES));
}

/** execs a program that runs to its end, as the child of a fork that has returned. */
function* runProgram(world: Aim7World, c: Call, image: Image, userUs: number): Path<boolean> {
  if (!(yield* do_execve(world.k, c, image)) || current(c).killed) return false;
  yield* computeFor(c, Math.floor(userUs * US));
  return !current(c).killed;
}

/** A script: the shell runs it and forks ls. */
function* script(world: Aim7World, c: Call): Path {
  yield* dirtyStack(world, c);
  if (!(yield* runProgram(world, c, world.sh, world.params.sh.userUs))) return;
  yield* forkAndWait(world, c, toolBody);
}

function* toolBody(world: Aim7World, c: Call): Path {
  yield* runProgram(world, c, world.tool, world.params.tool.userUs);
}

/** A forked copy of the user that calls system(): one more copy, which becomes the script's shell. */
function* shell(world: Aim7World, c: Call): Path {
  yield* dirtyStack(world, c);
  yield* forkAndWait(world, c, script);
}

/** sh -c sync: the shell becomes sync, which waits for the disk. */
function* syncCommand(world: Aim7World, c: Call): Path {
  yield* dirtyStack(world, c);
  if (!(yield* runProgram(world, c, world.sh, world.params.sh.userUs))) return;
  if (!(yield* runProgram(world, c, world.tool, world.params.tool.userUs))) return;
  yield* world.files.sync(c);
}
