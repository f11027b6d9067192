// Frames for looking at the screen and for its tests: plausible, varying, the same for the same instant. Nothing here is
// a result of a simulation.

import { SECOND, US } from '../../src/base/time.ts';
import type {
  CpuSample,
  CpuShares,
  Frame,
  LockParty,
  LockSample,
  MetricInfo,
  ProfileRow,
} from '../../src/observe/frame.ts';

export interface DemoSituation {
  readonly seq: number;
  readonly atNs: number;
  readonly intervalNs: number;
  readonly users: number;
  readonly variant: string;
  /** 0 calm .. 1 collapsed. */
  readonly pressure: number;
  readonly cpus: number;
  readonly slowDisk: boolean;
}

export const DEMO_METRICS: readonly MetricInfo[] = [
  { id: 'load.users', label: 'Users', unit: '', help: 'Simulated users that run the job mix.' },
  { id: 'aim7.jobsPerMinute', label: 'Jobs/min', unit: '', help: 'Jobs that ended in the sliding window, per minute.' },
  { id: 'rmap.walkMean', label: 'Walk length', unit: '', help: 'VMAs visited per walk of the reverse map.' },
  { id: 'rmap.oldPages', label: 'Old pages', unit: '%', help: 'Share of anonymous pages that hang on the old list.' },
  { id: 'memory.free', label: 'Free', unit: 'bytes', help: 'Free page frames.' },
  ...['user', 'sys', 'spin', 'irq', 'iowait', 'idle'].map((kind) => ({
    id: `cpu.${kind}`,
    label: kind,
    unit: '%',
    help: `Share of CPU time of the class ${kind}.`,
  })),
];

/** Where tasks leave their CPUs. */
const POINTS: readonly ProfileRow[] = [
  {
    symbol: 'perf_trace_sched_switch',
    space: 'kernel',
    self: 1,
    children: 1,
    exactSelf: 1,
    chains: [{ share: 0.96, callers: ['__schedule', 'schedule', 'mutex_lock', 'rmap_walk', 'move_to_new_page'] }],
  },
];

export function demoFrame(now: DemoSituation): Frame {
  const wave = noise(now.seq);
  const shares = cpuShares(now, wave);
  return {
    seq: now.seq,
    atNs: now.atNs,
    intervalNs: now.intervalNs,
    profile: { rateHz: 4000, samples: now.seq * 3200, lost: Math.floor(now.seq / 50), rows: profileRows(now, wave) },
    schedulingPoints: { events: 12_345, rows: POINTS },
    cpus: Array.from({ length: now.cpus }, (_, id) => cpuSample(id, now)),
    cpuShares: shares,
    locks: locks(now),
    metrics: {
      'load.users': now.users,
      'aim7.jobsPerMinute': now.users * 5.9 * (1 - 0.93 * now.pressure) + 300 * wave,
      'rmap.walkMean': now.variant === 'chain' ? 2 + 3 * now.pressure : now.users / 2,
      'rmap.oldPages': now.variant === 'chain' ? now.pressure : 1,
      'memory.free': 2 ** 34 * (0.6 - 0.55 * now.pressure),
      ...Object.fromEntries(Object.entries(shares).map(([kind, share]) => [`cpu.${kind}`, share])),
      'cpu.sys': shares.kernel,
    },
    variants: { rmap: now.variant },
    flipping: null,
  };
}

/** -1..1, the same for the same number. */
const noise = (seed: number): number => Math.sin(seed * 12.9898) * Math.cos(seed * 4.1414);

function cpuShares(now: DemoSituation, wave: number): CpuShares {
  const spin = 0.86 * now.pressure;
  const iowait = (now.slowDisk ? 0.4 : 0.1) * (1 - now.pressure);
  const kernel = 0.08 + 0.04 * now.pressure + 0.01 * wave;
  const irq = 0.01;
  const idle = 0.02 * (1 - now.pressure);
  return { user: 1 - spin - iowait - kernel - irq - idle, kernel, spin, irq, iowait, idle };
}

function cpuSample(id: number, now: DemoSituation): CpuSample {
  const shares = cpuShares({ ...now, pressure: clamp(now.pressure + 0.1 * noise(now.seq + id * 7)) }, noise(id));
  const spins = shares.spin > 0.4;
  return {
    id,
    node: Math.floor(id / 16),
    shares,
    task: `reaim-${1000 + ((now.seq * 3 + id * 17) % 900)}`,
    symbol: spins ? '_raw_spin_lock' : (['page_check_address', 'do_fork', 'copy_page_c'][(now.seq + id) % 3] ?? ''),
    runQueue: Math.round(20 * now.pressure) + id,
  };
}

const clamp = (value: number): number => Math.max(0, Math.min(1, value));

const RECLAIM = [
  'shrink_page_list',
  'shrink_inactive_list',
  'shrink_zone',
  'do_try_to_free_pages',
  '__alloc_pages_nodemask',
];

/** Symbol, share when calm, share when collapsed. */
const SYMBOLS: readonly (readonly [string, number, number])[] = [
  ['_raw_spin_lock', 0.021, 0.71],
  ['page_check_address', 0.012, 0.138],
  ['copy_page_c', 0.092, 0.011],
  ['clear_page_c', 0.088, 0.012],
  ['page_referenced_one', 0.004, 0.031],
  ['try_to_unmap_one', 0.004, 0.022],
  ['copy_page_range', 0.05, 0.004],
  ['unmap_vmas', 0.047, 0.004],
  ['get_page_from_freelist', 0.031, 0.003],
  ['shrink_page_list', 0.006, 0.009],
  ['anon_vma_link', 0.011, 0.006],
  ['__list_add', 0.009, 0.002],
  ['dup_mm', 0.019, 0.002],
  ['do_wp_page', 0.017, 0.001],
  ['handle_pte_fault', 0.016, 0.001],
  ['find_get_page', 0.015, 0.001],
  ['schedule', 0.014, 0.002],
  ['kmem_cache_alloc', 0.013, 0.001],
  ['release_pages', 0.012, 0.001],
  ['swap_writepage', 0.003, 0.001],
  ['mem_rtns_1', 0.171, 0.012],
  ['add_int', 0.11, 0.009],
  ['div_double', 0.083, 0.006],
];

function profileRows(now: DemoSituation, wave: number): readonly ProfileRow[] {
  return SYMBOLS.map(([symbol, calm, collapsed], index) => {
    const self = (calm + (collapsed - calm) * now.pressure) * (1 + 0.08 * wave * noise(index + now.seq));
    const user = ['mem_rtns_1', 'add_int', 'div_double'].includes(symbol);
    return {
      symbol,
      space: user ? 'user' : 'kernel',
      self,
      children: Math.min(1, self * (user ? 1 : 1.12)),
      exactSelf: self,
      chains: user ? [] : chains(symbol),
    } as const;
  }).toSorted((a, b) => b.self - a.self);
}

const chains = (symbol: string) =>
  symbol.includes('fork') || symbol === 'dup_mm'
    ? [{ share: 1, callers: ['copy_process', 'do_fork', 'stub_clone'] }]
    : [
        {
          share: 0.71,
          callers: ['page_lock_anon_vma', 'page_referenced', ...RECLAIM, 'handle_mm_fault', 'page_fault'],
        },
        { share: 0.24, callers: ['page_lock_anon_vma', 'try_to_unmap', ...RECLAIM] },
        { share: 0.05, callers: ['anon_vma_link', 'dup_mm', 'copy_process', 'do_fork', 'stub_clone'] },
      ];

function locks(now: DemoSituation): readonly LockSample[] {
  return [
    lock('anon_vma->lock', now, 6.9 * now.pressure, now.users + 1),
    lock('page_table_lock', now, 0.11 * now.pressure, now.users),
    lock('zone->lru_lock', now, 0.05, 2),
    lock('swap_lock', now, 0.01, 1),
    {
      ...lock('mmap_sem', now, 0, now.users),
      kind: 'rwsem',
      contentions: 0,
      contentionPoints: [],
      queues: [],
      waiters: 0,
    },
  ];
}

function lock(name: string, now: DemoSituation, waitersMean: number, instances: number): LockSample {
  const length = Math.round(waitersMean * 7);
  const seconds = now.atNs / SECOND;
  const contentions = Math.round(seconds * 90_000 * waitersMean);
  return {
    name,
    kind: 'spin',
    contentions,
    conBounces: Math.round(contentions * 0.93),
    waitMinNs: 210,
    waitMaxNs: 5_400_000,
    waitTotalNs: contentions * 61_000,
    acquisitions: Math.round(seconds * 410_000) + contentions,
    acqBounces: Math.round(seconds * 121_000),
    holdMinNs: 40,
    holdMaxNs: 1_900_000,
    holdTotalNs: seconds * SECOND * 0.4 * Math.min(1, waitersMean),
    waitersMean,
    utilisation: Math.min(1, waitersMean),
    waiters: length,
    instances,
    contentionPoints: [
      { symbol: 'page_lock_anon_vma', count: Math.round(contentions * 0.93) },
      { symbol: 'anon_vma_link', count: Math.round(contentions * 0.05) },
    ],
    queues:
      length === 0
        ? []
        : [
            {
              instance: `${name.split('->')[0]}#12 (heap of reaim)`,
              holders: [party(0, now)],
              length,
              waiters: parties(Math.min(16, length), now),
            },
          ],
  };
}

const parties = (number: number, now: DemoSituation): readonly LockParty[] =>
  Array.from({ length: number }, (_, index) => party(index + 1, now));

const party = (index: number, now: DemoSituation): LockParty => ({
  task: `reaim-${1000 + ((index * 37 + now.seq) % 900)}`,
  cpu: index % now.cpus,
  sinceNs: now.atNs - (12 + index * 9) * US,
  site: index % 5 === 4 ? 'anon_vma_link' : 'page_referenced',
  mode: 'write',
});
