// Symbols: the names that a profile shows. A simulated kernel function declares the symbol it mirrors.

export type Sym = number;

const names: string[] = [];
const spaces: ('kernel' | 'user')[] = [];
const known = new Map<string, Sym>();

function intern(name: string, space: 'kernel' | 'user'): Sym {
  const found = known.get(name);
  if (found !== undefined) return found;
  names.push(name);
  spaces.push(space);
  known.set(name, names.length - 1);
  return names.length - 1;
}

/** Kernel symbols by name: `const S = symbols('do_fork', 'copy_process')`, then `S.do_fork`. */
export function symbols<const Names extends string>(...list: Names[]): { readonly [N in Names]: Sym } {
  const table = {} as { [N in Names]: Sym };
  for (const name of list) table[name] = intern(name, 'kernel');
  return table;
}

/** A symbol of a user program. */
export const userSymbol = (name: string): Sym => intern(name, 'user');

/** Of all functions that have been declared: those of modules when they are loaded, few more when a machine is made. */
export const symbolNames = (): readonly string[] => names;

export const symbolName = (sym: Sym): string => names[sym] ?? `?${sym}`;
export const symbolSpace = (sym: Sym): 'kernel' | 'user' => spaces[sym] ?? 'kernel';
