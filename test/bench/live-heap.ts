// What lives in a Node program's main thread, after a collection and with its typed arrays: asked through the inspector.

import { createServer } from 'node:net';

interface Usage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

interface Reply {
  readonly id: number;
  readonly result: Usage;
}

/** For the program's command line; it tells nobody that it listens. */
export async function inspectorAt(): Promise<{ readonly port: number; readonly options: readonly string[] }> {
  const port = await freePort();
  return { port, options: [`--inspect=127.0.0.1:${port}`, '--inspect-publish-uid=http'] };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port of 127.0.0.1 is free');
  return address.port;
}

/** A full collection of some hundred MB takes a second or two. */
const PATIENCE_MS = 60_000;

/** In MB. Fails when the program does not answer. */
export async function liveHeap(port: number): Promise<number> {
  const tooLate = new Promise<never>((_, reject) => {
    const error = new Error(`the inspector at port ${port}: no reply within ${PATIENCE_MS / 1000} s`);
    setTimeout(() => reject(error), PATIENCE_MS).unref();
  });
  return await Promise.race([askLiveHeap(port), tooLate]);
}

async function askLiveHeap(port: number): Promise<number> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '');
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  let id = 0;
  const call = (method: string): Promise<Usage> => {
    const asked = ++id;
    const reply = new Promise<Usage>((resolve) => {
      socket.addEventListener('message', ({ data }) => {
        const { id: answered, result } = JSON.parse(String(data)) as Reply;
        if (answered === asked) resolve(result);
      });
    });
    socket.send(JSON.stringify({ id: asked, method }));
    return reply;
  };
  // What the first leaves to finalizers goes with the second.
  await call('HeapProfiler.collectGarbage');
  await call('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await call('Runtime.getHeapUsage');
  socket.close();
  return (usedSize + backingStorageSize) / 2 ** 20;
}
