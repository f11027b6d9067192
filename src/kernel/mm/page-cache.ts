// The page cache: which frame holds which page of which file.

export class CachedFile {
  readonly id: number;
  readonly name: string;
  /** Mapped as program text all the time: its pages count as referenced whenever they are looked at. */
  readonly pinned: boolean;
  /** Frame by page of the file; 0 = not in memory. */
  readonly pages: Int32Array;
  /** First page of the file on the disks. */
  readonly diskStart: number;

  constructor(id: number, name: string, pages: number, diskStart: number, pinned: boolean) {
    this.id = id;
    this.name = name;
    this.pages = new Int32Array(pages);
    this.diskStart = diskStart;
    this.pinned = pinned;
  }

  drop(index: number): void {
    this.pages[index] = 0;
  }
}

export class PageCache {
  private readonly files = new Map<number, CachedFile>();
  private nextId = 1;

  create(name: string, pages: number, diskStart: number, pinned = false): CachedFile {
    const file = new CachedFile(this.nextId++, name, pages, diskStart, pinned);
    this.files.set(file.id, file);
    return file;
  }

  get(id: number): CachedFile | undefined {
    return this.files.get(id);
  }

  forget(file: CachedFile): void {
    this.files.delete(file.id);
  }

  *all(): Generator<CachedFile, void, void> {
    yield* this.files.values();
  }
}
