// The server in small: workers, requests and memory against closed formulas; then under pressure, with both variants.

import { describe, expect, it } from 'vitest';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import { serverSchema } from '../../../src/workload/server/schema.ts';
import { type Given, ShortRun } from '../short-run.ts';

/** Hundred workers that think for half a second, on two CPUs with memory enough. */
const CALM: Given = {
  load: 100,
  params: { thinkMs: 500, cpuMs: 2, requestsPerWorker: 10 },
  machine: { memory: '512M', swap: '512M', topology: { cpus: 2, cpusPerDie: 2, cpusPerSocket: 2, nodes: 1 } },
};

const calm = (change: Given = {}): ShortRun =>
  new ShortRun('server', { ...CALM, ...change, params: { ...CALM.params, ...change.params } });

describe('the server while memory suffices', () => {
  it('answers as many requests as the interactive response time law says', () => {
    const run = calm().until(10);
    const responseMs = run.figure('requests.responseMs');
    const law = 100 / (0.5 + responseMs / 1000);
    expect(run.figure('requests.rate') / law).toBeGreaterThan(0.93);
    expect(run.figure('requests.rate') / law).toBeLessThan(1.07);
    // 40 % of two CPUs are busy: hardly any waiting on top of the CPU time.
    expect(responseMs).toBeGreaterThan(2);
    expect(responseMs).toBeLessThan(5);
    expect(run.figure('cpu.user')).toBeCloseTo((run.figure('requests.rate') * 0.002) / 2, 1);
  });

  it('replaces workers after as many requests as asked for, on average', () => {
    const run = calm().until(10);
    expect(run.figure('workers')).toBeGreaterThanOrEqual(98);
    const replaced = run.figure('workers.forked') - run.figure('workers');
    const perWorker = run.figure('requests.done') / replaced;
    expect(perWorker).toBeGreaterThan(8);
    expect(perWorker).toBeLessThan(12);
    checkInvariants(run.kernel);
  });

  it('follows the load up and down; surplus workers leave after their next request', () => {
    const run = calm({ params: { requestsPerWorker: 1000 } }).until(1);
    run.setLoad(140, 1);
    expect(run.until(1.5).figure('workers')).toBeCloseTo(120, -1);
    expect(run.until(2.2).figure('workers')).toBeGreaterThanOrEqual(138);
    run.setLoad(30);
    run.until(3);
    const forked = run.figure('workers.forked');
    expect(run.figure('workers')).toBeLessThan(80);
    run.until(6);
    expect(run.figure('workers')).toBeGreaterThanOrEqual(29);
    expect(run.figure('workers')).toBeLessThanOrEqual(31);
    expect(run.figure('workers.forked') - forked).toBeLessThanOrEqual(2);
  });

  it('copies no page before a request writes it, and all of them in the end', () => {
    const mib = (workers: number, heap: number): number => (workers * heap * 4) / 1024;
    const few = calm({ params: { thinkMs: 100_000, requestsPerWorker: 1_000_000 } }).until(1);
    expect(few.figure('mem.anon')).toBeLessThan(3);
    const all = calm({ params: { thinkMs: 100, requestsPerWorker: 1_000_000 } }).until(6);
    expect(all.figure('mem.anon')).toBeGreaterThan(mib(100, 200));
    expect(all.figure('mem.anon')).toBeLessThan(mib(101, 250));
  });

  it('gives every worker the same requests whichever variant runs', () => {
    const done = ['shared', 'chain'].map((rmap) => calm({ rmap }).until(5).figure('requests.done'));
    expect(Math.abs((done[0] as number) - (done[1] as number))).toBeLessThan(5);
  });
});

describe('the server under memory pressure', () => {
  /** 400 workers that want 340 MB. */
  const PRESSED: Given = {
    load: 400,
    params: { thinkMs: 1000, cpuMs: 1 },
    machine: { memory: '192M', swap: '1G', topology: { cpus: 4, cpusPerDie: 4, cpusPerSocket: 4, nodes: 1 } },
  };

  it('spends its time on locks and walks with one anon_vma for all', () => {
    const run = new ShortRun('server', PRESSED).until(8);
    expect(run.figure('cpu.sys')).toBeGreaterThan(0.5);
    expect(run.figure('rmap.walkMean')).toBeGreaterThan(50);
    checkInvariants(run.kernel);
  });

  it('waits for the disk with anon_vma chains', () => {
    const run = new ShortRun('server', { ...PRESSED, rmap: 'chain' }).until(8);
    expect(run.figure('cpu.sys')).toBeLessThan(0.1);
    // Over the whole run: for the first seconds memory only fills.
    expect(run.figure('disk.util')).toBeGreaterThan(0.6);
    expect(run.figure('rmap.walkMean')).toBeLessThan(10);
    checkInvariants(run.kernel);
  });
});

describe('parameters of the server', () => {
  it('are refused when no place of the heap has room for a request', () => {
    const { params } = new ShortRun('server', {}).run.scenario.workload;
    const refused = (change: Readonly<Record<string, unknown>>): string[] =>
      serverSchema.safeParse({ ...params, ...change }).error?.issues.map(({ message }) => message) ?? [];
    expect(refused({})).toEqual([]);
    expect(refused({ hotPages: 190 })).toEqual(["expected an area 'heap' of at least 206 pages"]);
    expect(refused({ stackPages: 100 })).toEqual(["expected an area 'stack' of at least 100 pages"]);
  });
});
