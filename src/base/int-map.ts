// A map from positive whole numbers, for few of very many keys that come and go: unlike a Map it makes no garbage as long as
// it does not grow. Keys that differ in their last three bits only lie side by side.

const SMALLEST = 64;

export class IntMap<T> {
  /** At most half of the places are in use; 0 = free. */
  private keys = new Int32Array(SMALLEST);
  private values: T[];
  private readonly none: T;
  private used = 0;

  /** `none`: the value of keys that are not in it. */
  constructor(none: T) {
    this.none = none;
    this.values = Array<T>(SMALLEST).fill(none);
  }

  get size(): number {
    return this.used;
  }

  get(key: number): T {
    return this.values[this.find(key)] as T;
  }

  set(key: number, value: T): void {
    const place = this.find(key);
    this.values[place] = value;
    if (this.keys[place] === key) return;
    this.keys[place] = key;
    if (2 * ++this.used > this.keys.length) this.grow();
  }

  delete(key: number): void {
    const place = this.find(key);
    if (this.keys[place] !== key) return;
    this.used--;
    this.close(place);
  }

  /** Where the key is, or the free place where it would be put. */
  private find(key: number): number {
    const { keys } = this;
    const mask = keys.length - 1;
    let place = this.home(key);
    for (let at = keys[place]; at !== key && at !== 0; at = keys[place]) place = (place + 1) & mask;
    return place;
  }

  private home(key: number): number {
    const groups = this.keys.length >>> 3;
    const group = Math.imul(key >>> 3, 0x9e3779b1) >>> (Math.clz32(groups) + 1);
    return (group << 3) | (key & 7);
  }

  /** Frees a place: those behind it that had to make way for its key move up. */
  private close(place: number): void {
    const { keys, values } = this;
    const mask = keys.length - 1;
    let hole = place;
    for (let at = (hole + 1) & mask; keys[at] !== 0; at = (at + 1) & mask) {
      const home = this.home(keys[at] as number);
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      keys[hole] = keys[at] as number;
      values[hole] = values[at] as T;
      hole = at;
    }
    keys[hole] = 0;
    values[hole] = this.none;
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Int32Array(2 * keys.length);
    this.values = Array<T>(2 * keys.length).fill(this.none);
    this.used = 0;
    for (let place = 0; place < keys.length; place++)
      if (keys[place] !== 0) this.set(keys[place] as number, values[place] as T);
  }
}
