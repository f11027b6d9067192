// user + sys + spin + irq + iowait + idle = elapsed time, for each CPU.

import type { Kernel } from '../kernel.ts';
import { equal } from './equal.ts';

export function checkCpuTime(k: Kernel): void {
  for (const cpu of k.cpus) {
    cpu.settle();
    const accounted = cpu.time.reduce((sum, ns) => sum + ns, 0);
    equal(accounted, k.engine.now, 'CPU time = elapsed time', { cpu: cpu.id });
  }
}
