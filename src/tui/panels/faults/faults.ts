// The menu of faults to inject.

import { FAULTS } from '../../keys/fault-keys.ts';
import { recolour, span } from '../../text/line.ts';
import { type Panel, titleLine } from '../panel.ts';

export const faultsPanel: Panel = (state, size, look) => {
  const chosen = state.mode.kind === 'faults' ? state.mode.chosen : -1;
  const title = titleLine({ name: 'Inject a fault', focused: true }, size.columns, look);
  const lines = FAULTS.map((choice, index) => {
    const text = [span(`${index === chosen ? '>' : ' '} ${choice.label}`)];
    return index === chosen ? recolour(text, 'cursor') : text;
  });
  return [title, ...lines, [], [span('  Each is logged as a command and makes a marker.', 'dim')]];
};
