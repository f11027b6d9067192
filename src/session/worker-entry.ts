// Where the worker threads' entry is: the sources run as they are, the bundle has its worker beside it.

export const WORKER_ENTRY = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
