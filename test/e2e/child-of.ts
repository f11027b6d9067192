// The process that a shell runs in the foreground.

import { readdirSync, readFileSync } from 'node:fs';

/** Pid of the first child of `parent`. */
export function childOf(parent: number): number {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (parentOf(pid) === parent) return Number(pid);
  }
  throw new Error(`process ${parent} has no child`);
}

function parentOf(pid: string): number {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return -1; // ended meanwhile
  }
}
