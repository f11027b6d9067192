// A lock that sleeps, one for a family of anon_vmas, made when somebody first wants it.

import { Panic } from '../../engine/panic.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { LockMode } from '../locking/lock-class.ts';
import type { LockSite, SectionLock } from '../locking/section-lock.ts';
import type { AnonVma } from '../mm/anon-vma.ts';
import type { LockUse, RmapLock } from '../mm/anon-vma-lock.ts';

/** Who only walks, reads; a mutex knows no difference. */
const modeOf = (use: LockUse): LockMode => (use === 'change' ? 'write' : 'read');

export class FamilyRmapLock implements RmapLock {
  readonly id: string;
  private readonly site: LockSite;
  private readonly create: (site: LockSite) => SectionLock;
  private readonly unlocked: readonly LockUse[];

  /** `unlocked`: who does without. */
  constructor(
    id: string,
    site: LockSite,
    create: (site: LockSite) => SectionLock,
    { unlocked }: { readonly unlocked: readonly LockUse[] } = { unlocked: [] },
  ) {
    this.id = id;
    this.site = site;
    this.create = create;
    this.unlocked = unlocked;
  }

  excludes(use: LockUse): boolean {
    return !this.unlocked.includes(use);
  }

  lockFor(c: Call, { root }: AnonVma, use: LockUse): Path {
    root.familyLock ??= this.make(root);
    return root.familyLock.lockFor(c, modeOf(use));
  }

  private make(root: AnonVma): SectionLock {
    const made = this.create(this.site);
    made.lock.owner = root;
    return made;
  }

  unlockFor(c: Call, { id, root }: AnonVma, use: LockUse): Path {
    if (root.familyLock === null) throw new Panic('lock of a family released that nobody took', { anon_vma: id });
    return root.familyLock.unlockFor(c, modeOf(use));
  }
}
