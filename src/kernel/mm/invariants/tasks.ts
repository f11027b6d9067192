// runnable + sleeping + zombie = tasks; every zombie is on the list of a parent that can bury it; every address space is
// used by somebody, or being made or taken apart.

import type { Kernel } from '../kernel.ts';
import type { TaskStruct } from '../task-struct.ts';
import { equal, holds } from './equal.ts';

export function checkTasks(k: Kernel): void {
  const count = { new: 0, running: 0, runnable: 0, sleeping: 0, dead: 0 };
  const children = new Map<TaskStruct, number>();
  let zombies = 0;
  for (const task of k.tasks) {
    count[task.state]++;
    zombies += task.zombies.length;
    for (const zombie of task.zombies) checkZombie(k, task, zombie);
    if (task.parent !== null) children.set(task.parent, (children.get(task.parent) ?? 0) + 1);
    checkMm(k, task);
  }
  equal(count.running + count.runnable, k.scheduler.runnable, 'tasks on run queues');
  equal(count.dead, zombies, 'dead tasks wait for their parents');
  equal(count.new, 0, 'every task was started');
  for (const task of k.tasks) {
    const mayHaveLess = task.isOrphaning;
    if (!mayHaveLess) equal(task.children, children.get(task) ?? 0, 'children are counted', { task: task.name });
  }
}

function checkZombie(k: Kernel, parent: TaskStruct, zombie: TaskStruct): void {
  const where = { parent: parent.name, task: zombie.name, id: zombie.id };
  holds(k.tasks.has(zombie) && zombie.state === 'dead' && zombie.parent === parent, 'zombie is its parent’s', where);
  holds(zombie.mm === null, 'zombie has no memory', where);
}

function checkMm(k: Kernel, task: TaskStruct): void {
  const { mm } = task;
  if (mm === null) return;
  holds(k.mms.get(mm.id) === mm && !mm.dead, 'address space of a task lives', { task: task.name, mm: mm.id });
  equal(mm.users.filter((user) => user === task).length, 1, 'address space knows its user', { task: task.name });
}
