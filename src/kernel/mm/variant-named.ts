// The variant of a subsystem with an id that scenario files and the command line know: they were checked, so another one is a mistake
// of the program.

export function variantNamed<Variant>(
  subsystem: string,
  variants: Readonly<Record<string, Variant>>,
  id: string,
): Variant {
  const found = Object.hasOwn(variants, id) ? variants[id] : undefined;
  if (found !== undefined) return found;
  throw new Error(`no variant '${id}' of ${subsystem}, only ${Object.keys(variants).join(', ')}`);
}
