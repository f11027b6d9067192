// Closed forms of queueing theory that the locks and the scheduler are checked against.

/** Throughput of the machine repairman M/M/1//N: N customers, exponential think time and service, one server. */
export function repairman(customers: number, think: number, service: number): { x: number; r: number; u: number } {
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= customers; n++) {
    term *= ((customers - n + 1) * service) / think;
    sum += term;
  }
  const u = 1 - 1 / sum;
  const x = u / service;
  return { x, u, r: customers / x - think };
}

function binomial(n: number, p: number): number[] {
  let row = [1];
  for (let i = 0; i < n; i++) {
    const next = new Array<number>(row.length + 1).fill(0);
    for (const [k, value] of row.entries()) {
      next[k] = (next[k] as number) + value * (1 - p);
      next[k + 1] = (next[k + 1] as number) + value * p;
    }
    row = next;
  }
  return row;
}

/**
 * Throughput of M/D/1//N. Embedded chain at the ends of service: with j left behind, the next service begins at once
 * (or after the first arrival, j = 0), and during it each thinking customer arrives with probability 1 - exp(-D/Z).
 */
export function constantRepairman(customers: number, think: number, service: number): { x: number; u: number } {
  const p = 1 - Math.exp(-service / think);
  let state = new Array<number>(customers).fill(1 / customers);
  const arrivals = state.map((_, j) => binomial(customers - Math.max(1, j), p));
  for (let step = 0; step < 20_000; step++) {
    const next = new Array<number>(customers).fill(0);
    for (const [j, mass] of state.entries()) {
      for (const [k, chance] of (arrivals[j] as number[]).entries()) {
        const to = Math.max(0, j - 1) + k;
        next[to] = (next[to] as number) + mass * chance;
      }
    }
    state = next;
  }
  const x = 1 / (service + ((state[0] as number) * think) / customers);
  return { x, u: x * service };
}

/** Exact mean value analysis of a closed network: queueing stations with the given demands, and a think time. */
export function meanValue(
  customers: number,
  think: number,
  demands: readonly number[],
): { x: number; queues: number[] } {
  let queues = demands.map(() => 0);
  let x = 0;
  for (let n = 1; n <= customers; n++) {
    const responses = demands.map((demand, k) => demand * (1 + (queues[k] as number)));
    x = n / (think + responses.reduce((a, b) => a + b, 0));
    queues = responses.map((r) => x * r);
  }
  return { x, queues };
}
