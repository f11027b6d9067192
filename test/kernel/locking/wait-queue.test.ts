import { describe, expect, it } from 'vitest';
import {
  Completion,
  complete,
  complete_all,
  WaitQueue,
  wait_event,
  wait_event_io,
  wait_for_completion,
  wake_up,
  wake_up_all,
} from '../../../src/kernel/locking/wait-queue.ts';
import type { Request } from '../../../src/machine/path.ts';
import { Scene } from './scene.ts';

/** Tasks that wait in the order of their names. */
function sleepers(scene: Scene, count: number, wait: () => Request): void {
  for (let id = 0; id < count; id++) {
    scene.rig.spawn(`t${id}`, id, function* (c) {
      c.spend(id + 1);
      yield wait();
      scene.say(`t${id}`);
    });
  }
}

describe('WaitQueue', () => {
  it('wakes the first, or all, in order of arrival', () => {
    const scene = new Scene({ cpus: 4 });
    const queue = new WaitQueue();
    let open = 0;
    sleepers(scene, 4, () => wait_event(queue, () => open > 0));
    scene.rig.timer([100], () => {
      open++;
      expect([queue.length, wake_up(queue)]).toEqual([4, 1]);
    });
    scene.rig.timer([200], () => expect(wake_up_all(queue)).toBe(3));
    scene.rig.timer([300], () => expect([wake_up(queue), wake_up_all(queue)]).toEqual([0, 0]));
    expect(scene.play()).toEqual(['100 t0', '200 t1', '200 t2', '200 t3']);
  });

  it('tests the condition again after a wake-up, and keeps its place when somebody else woke it', () => {
    const scene = new Scene({ cpus: 2 });
    const queue = new WaitQueue();
    let open = false;
    sleepers(scene, 2, () => wait_event(queue, () => open));
    scene.rig.timer([100], () => void wake_up_all(queue));
    scene.rig.timer([200], () => scene.rig.tasks[0]?.wake());
    scene.rig.timer([300], () => expect(queue.length).toBe(2));
    scene.rig.timer([400], () => {
      open = true;
      scene.rig.tasks[0]?.wake();
    });
    scene.rig.timer([500], () => expect([queue.length, wake_up(queue)]).toEqual([1, 1]));
    expect(scene.play()).toEqual(['400 t0', '500 t1']);
  });

  it('does not sleep when the condition holds at the instant at which it would', () => {
    const scene = new Scene({ cpus: 1 });
    let open = false;
    scene.rig.timer([50], () => {
      open = true;
    });
    scene.rig.spawn('t', 0, function* (c) {
      c.spend(100);
      yield wait_event(new WaitQueue(), () => open);
      scene.say('t');
    });
    expect(scene.play()).toEqual(['100 t']);
  });

  it('io: idle time of the CPU counts as iowait', () => {
    const scene = new Scene({ cpus: 1 });
    const queue = new WaitQueue();
    let done = false;
    sleepers(scene, 1, () => wait_event_io(queue, () => done));
    scene.rig.timer([500], () => {
      done = true;
      wake_up(queue);
    });
    scene.play(1000);
    expect([scene.rig.time(0, 'iowait'), scene.rig.time(0, 'idle')]).toEqual([499, 500]);
  });
});

describe('Completion', () => {
  it('lets one go on per complete(), also when it came first', () => {
    const scene = new Scene({ cpus: 3 });
    const completion = new Completion();
    complete(completion);
    sleepers(scene, 3, () => wait_for_completion(completion));
    scene.rig.timer([100], () => void complete(completion));
    scene.rig.timer([200], () => void complete_all(completion));
    expect(scene.play()).toEqual(['1 t0', '100 t1', '200 t2']);
  });
});
