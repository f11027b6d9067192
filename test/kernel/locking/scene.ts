// A scene: tasks that take locks at given instants and log when they got them and let them go.

import type { Ns } from '../../../src/base/time.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import type { Task } from '../../../src/machine/task.ts';
import { sync } from '../../../src/machine/wait.ts';
import { Rig, type RigOptions } from '../../machine/rig.ts';

export interface Actor {
  readonly name: string;
  readonly cpu: number;
  /** When it wants the lock. */
  readonly at: Ns;
  readonly holds: Ns;
  readonly take: (c: Call) => Path;
  readonly give: (c: Call) => Path;
}

export class Scene {
  readonly rig: Rig;
  readonly log: string[] = [];

  constructor(options: RigOptions) {
    this.rig = new Rig(options);
  }

  say(what: string): void {
    this.log.push(`${this.rig.engine.now} ${what}`);
  }

  add({ name, cpu, at, holds, take, give }: Actor): Task {
    const scene = this;
    return this.rig.spawn(name, cpu, function* (c): Path {
      c.spend(at - scene.rig.engine.now);
      yield* sync(c);
      yield* take(c);
      scene.say(`${name} in`);
      c.spend(holds);
      yield* sync(c);
      yield* give(c);
      scene.say(`${name} out`);
      yield* sync(c);
    });
  }

  play(until: Ns = 1_000_000): string[] {
    this.rig.engine.run(until);
    return this.log;
  }
}
