// All keys of a run. Order is that of the help and of importance in the hint bar.

import type { RunInfo } from '../../session/session.ts';
import type { State } from '../state/state.ts';
import type { Binding } from './binding.ts';
import { FAULT_KEYS } from './fault-keys.ts';
import { flipKeys } from './flip-keys.ts';
import { LIST_KEYS } from './list-keys.ts';
import { MODE_KEYS } from './mode-keys.ts';
import { runKeys } from './run-keys.ts';
import { variantKeys } from './variant-keys.ts';
import { VIEW_KEYS } from './view-keys.ts';

const tables = new WeakMap<RunInfo, readonly Binding[]>();

export function bindings(info: RunInfo): readonly Binding[] {
  const known = tables.get(info);
  if (known !== undefined) return known;
  const flips = [...flipKeys(info), ...variantKeys(info)];
  const table = [...flips, ...runKeys(info), ...LIST_KEYS, ...VIEW_KEYS, ...FAULT_KEYS, ...MODE_KEYS];
  tables.set(info, table);
  return table;
}

/** What a key can do now. */
export const offeredBindings = (state: State): readonly Binding[] =>
  bindings(state.info).filter(
    (binding) => (binding.mode ?? 'normal') === state.mode.kind && (binding.offered?.(state) ?? true),
  );
