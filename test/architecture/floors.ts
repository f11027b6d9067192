// Folders are floors: imports point down only.

import type { Source } from './sources.ts';

/** Lowest first. Folders of one floor may use each other. */
const FLOORS: readonly (readonly RegExp[])[] = [
  [/^base\//],
  [/^engine\//],
  [/^machine\//],
  [/^kernel\/locking\//],
  [/^kernel\/(mm|sched|vmap|address-space|highmem)\//],
  [/^kernel\/(?!(locking|mm|sched|vmap|address-space|highmem|migrate|parts)\/)[^/]+\//],
  [/^kernel\/migrate\//],
  [/^kernel\/parts\//],
  [/^kernel\/[^/]+$/],
  [/^workload\//],
  [/^scenario\//],
  [/^simulation\//],
  [/^observe\//],
  [/^bus\//],
  [/^session\//],
  [/^report\//],
  [/^tui\//],
  [/^cli\//],
];

const floorOf = (path: string): number => FLOORS.findIndex((folders) => folders.some((folder) => folder.test(path)));

const SUBSYSTEM = /^kernel\/([^/]+)\//;

/** Everything that stands on no floor or reaches up, or from one subsystem into another. */
export function floorViolations(all: readonly Source[]): readonly string[] {
  return all.flatMap(({ path, imports }) => {
    const floor = floorOf(path);
    if (floor < 0) return [`${path} stands on no floor`];
    return imports
      .filter((target) => isOwn(target) && (floorOf(target) > floor || betweenSubsystems(path, target)))
      .map((target) => `${path} imports ${target}`);
  });
}

const isOwn = (target: string): boolean => /\.tsx?$/.test(target);

function betweenSubsystems(path: string, target: string): boolean {
  const [from, to] = [SUBSYSTEM.exec(path)?.[1], SUBSYSTEM.exec(target)?.[1]];
  const sameFloor = from !== undefined && to !== undefined && floorOf(path) === floorOf(target);
  return sameFloor && from !== to && floorOf(path) !== floorOf('kernel/mm/x.ts');
}

/** Variants, each in a file under its id, that know of each other. */
export function variantViolations(
  all: readonly Source[],
  subsystems: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  return Object.entries(subsystems).flatMap(([subsystem, variants]) => {
    const files = variants.map((variant) => `kernel/${subsystem}/${variant}.ts`);
    return all
      .filter(({ path }) => files.includes(path))
      .flatMap(({ path, imports }) =>
        imports.filter((target) => files.includes(target)).map((target) => `${path} imports ${target}`),
      );
  });
}

/** Floors below the session know neither wall time nor the world around them. */
export const belowSession = ({ path }: Source): boolean => floorOf(path) < floorOf('session/x.ts');

/** Packages and Node's own modules that a file may use. */
export function packageViolations(all: readonly Source[]): readonly string[] {
  return all.flatMap(({ path, imports }) => {
    const allowed = ALLOWED.find(({ folder }) => folder.test(path))?.packages;
    return imports
      .filter((target) => !isOwn(target) && allowed !== undefined && !allowed.test(target))
      .map((target) => `${path} imports ${target}`);
  });
}

/** The first that matches counts; folders that are not named may use what they need. */
const ALLOWED: readonly { readonly folder: RegExp; readonly packages: RegExp }[] = [
  { folder: /^scenario\//, packages: /^(zod|yaml|node:(fs|path|url))$/ },
  { folder: /^(machine\/(machine-schema|text)\.ts$|workload\/)/, packages: /^zod$/ },
  { folder: /^bus\//, packages: /^eventemitter3$/ },
  { folder: /^(base|engine|machine|kernel|simulation|observe)\//, packages: /^$/ },
  { folder: /^session\//, packages: /^node:(worker_threads|timers\/promises|v8)$/ },
  { folder: /^report\//, packages: /^$/ },
];
