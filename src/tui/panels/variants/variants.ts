// The list of all variants, by subsystem and oldest first.

import { isActive, type VariantChoice, variantChoices } from '../../keys/variant-keys.ts';
import { type Line, recolour, span } from '../../text/line.ts';
import { type Panel, titleLine } from '../panel.ts';

export const variantsPanel: Panel = (state, size, look) => {
  const chosen = state.mode.kind === 'variants' ? state.mode.chosen : -1;
  const title = titleLine({ name: 'Variants, oldest first', focused: true }, size.columns, look);
  const choices = variantChoices(state.info);
  const width = Math.max(0, ...choices.map(({ variant }) => variant.length));
  const lines = choices.flatMap((choice, index) => {
    const text = [
      span(`${index === chosen ? '>' : ' '}   ${choice.variant.padEnd(width)}`),
      span(isActive(state, choice) ? '  runs' : '', 'dim'),
    ];
    const row = index === chosen ? recolour(text, 'cursor') : text;
    return isFirst(choices, index) ? [heading(choice), row] : [row];
  });
  return [title, ...lines, [], [span('  What the kernel holds is handed over; u undoes.', 'dim')]];
};

const heading = ({ subsystem }: VariantChoice): Line => [span(`  ${subsystem}`, 'strong')];

const isFirst = (choices: readonly VariantChoice[], index: number): boolean =>
  choices[index]?.subsystem !== choices[index - 1]?.subsystem;
