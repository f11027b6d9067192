// The books of the requests: which have come and are not answered yet, and how long the answers took.

import type { Ns } from '../../base/time.ts';

export interface ServerRequest {
  /** When it comes; it may lie ahead. */
  readonly comesAt: Ns;
}

export class Requests {
  answered = 0;
  /** Sum of the response times of all that were answered. */
  responseNs: Ns = 0;
  private readonly expected = new Set<ServerRequest>();

  expect(comesAt: Ns): ServerRequest {
    const request = { comesAt };
    this.expected.add(request);
    return request;
  }

  answer(request: ServerRequest, now: Ns): void {
    this.drop(request);
    this.answered++;
    this.responseNs += now - request.comesAt;
  }

  /** Nobody will answer it. */
  drop(request: ServerRequest): void {
    this.expected.delete(request);
  }

  /** Those that have come and wait for their answer. */
  open(now: Ns): number {
    let open = 0;
    for (const { comesAt } of this.expected) if (comesAt <= now) open++;
    return open;
  }
}
