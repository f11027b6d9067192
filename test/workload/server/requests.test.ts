import { describe, expect, it } from 'vitest';
import { Requests } from '../../../src/workload/server/requests.ts';

describe('the books of requests', () => {
  it('count a request as open from when it comes to when it is answered', () => {
    const requests = new Requests();
    const [early, late] = [requests.expect(100), requests.expect(200)];
    expect([99, 100, 199, 200].map((now) => requests.open(now))).toEqual([0, 1, 1, 2]);
    requests.answer(early, 250);
    expect([requests.open(250), requests.answered, requests.responseNs]).toEqual([1, 1, 150]);
    requests.answer(late, 300);
    expect([requests.open(300), requests.answered, requests.responseNs]).toEqual([0, 2, 250]);
  });

  it('do not count a request that nobody will answer', () => {
    const requests = new Requests();
    requests.drop(requests.expect(5));
    expect([requests.open(10), requests.answered]).toEqual([0, 0]);
  });
});
