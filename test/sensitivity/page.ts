// docs/sensitivity.md, made from the predictions and from what `npm run sensitivity` measured last.

import { foundText } from '../../src/report/claim-table.ts';
import type { ClaimSpec } from '../../src/scenario/claim-schema.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { root, scenarioNamed } from '../readme/claims-block.ts';
import { constantOf } from './halve.ts';
import { isAsPredicted, moveOf, predictedMove } from './judge.ts';
import { inputsOf, type Measured, measuredOf, type Pair, predicted } from './measured.ts';
import { PREDICTIONS, type Prediction } from './predictions.ts';

export const pagePath = `${root}docs/sensitivity.md`;

const HEAD = `# Fitted constants, and what moves when one constant is halved

<!-- written by "npm run sensitivity", not by hand -->

A fitted constant has no source of its own, or a range in which it was chosen so that claims come out; those claims are marked *fitted* and
test nothing. The lists are those of the scenario files (\`fitted\`). *machine* is a cost in \`scenarios/machines\`, *workload* a parameter of
the program, *model* how the simulator's code does something. Every scenario has fewer of them than claims.

For every scenario one constant of its machine is halved, all else stays, and its claims are run again, with the same seed. Which of them
should fall or rise, and by which mechanism, stands in \`test/sensitivity/predictions.ts\` and was written before the first run. *Moves* means
by more than 5 %, a share by more than 0.1 points as well, an exponent around zero by more than 0.05; where nothing is said, the claim
stays. A prediction that failed is left as it was, and what was found out stands below it. Not quite
blind: in fork1000 one row was replaced after the first run, claims that came later were added before they were measured, and for vmap, xfs-dir,
test_str02, kmap, kmap-pool, numa02, migrate-family and fork-daemon the direction was known from earlier measurements (docs/model.md).
`;

export const page = (): string => `${[HEAD, ...PREDICTIONS.map(section)].join('\n')}`;

function section(prediction: Prediction): string {
  const { scenario, constant, why, found } = prediction;
  const { machine } = predicted(prediction);
  const { value, unit } = constantOf(machine, constant);
  const measured = measuredOf(scenario);
  const lines = [
    `## ${scenario}: \`${constant}\`, ${value} ${unit}, halved`,
    '',
    fittedText(scenarioNamed(scenario)),
    '',
    `**Predicted:** ${why}`,
    '',
    ...(measured === null ? ['Not measured yet.'] : outcome(prediction, measured)),
    ...(found === undefined ? [] : ['', `**Why:** ${found}`]),
    ...(measured === null ? [] : ['', ...table(prediction, measured)]),
    '',
  ];
  return lines.join('\n');
}

function fittedText({ fitted, claims }: Scenario): string {
  const marked = claims.filter((claim) => claim.fitted).length;
  const count = `${claims.length} claims, ${marked} marked as fitted`;
  if (fitted.length === 0) return `**Fitted constants:** none; ${count}.`;
  const items = fitted.map(({ constant, in: where, on, note }) => {
    const claimsText = on.map((id) => `\`${id}\``).join(', ');
    return `- \`${constant}\` (${where}) on ${claimsText}${note === undefined ? '' : `: ${note}`}`;
  });
  return [`**Fitted constants:** ${fitted.length}; ${count}.`, '', ...items].join('\n');
}

function outcome(prediction: Prediction, { inputs, rows }: Measured): readonly string[] {
  const claims = claimsOf(prediction);
  const failed = rows.filter((pair) => !isRight(prediction, claims.get(pair.id), pair));
  const judged = rows.filter(({ id }) => predictedMove(prediction, id) !== 'open').length;
  const verdict =
    failed.length === 0
      ? `**Came true**, in all ${judged} rows.`
      : `**Came true in ${judged - failed.length} of ${judged} rows**, not in ${failed.map(({ id }) => `\`${id}\``).join(', ')}.`;
  return inputs === inputsOf(prediction)
    ? [verdict]
    : [verdict, '', 'Measured before the last change of the scenario.'];
}

const claimsOf = (prediction: Prediction): ReadonlyMap<string, ClaimSpec> =>
  new Map(predicted(prediction).claims.map((claim) => [claim.id, claim]));

const isRight = (prediction: Prediction, claim: ClaimSpec | undefined, pair: Pair): boolean =>
  claim !== undefined && isAsPredicted(predictedMove(prediction, pair.id), moveOf(claim, pair));

function table(prediction: Prediction, { rows }: Measured): readonly string[] {
  const claims = claimsOf(prediction);
  return [
    '| claim | as it is | halved | change | predicted |',
    '| --- | --- | --- | --- | --- |',
    ...rows.flatMap((pair) => {
      const claim = claims.get(pair.id);
      return claim === undefined ? [] : [row(prediction, claim, pair)];
    }),
  ];
}

function row(prediction: Prediction, claim: ClaimSpec, pair: Pair): string {
  const expected = predictedMove(prediction, pair.id);
  const move = moveOf(claim, pair);
  const predictedText = expected === 'stays' && move === 'stays' ? '' : expected;
  const mark = isAsPredicted(expected, move) ? predictedText : `**${predictedText}**`;
  const cells = [
    `\`${pair.id}\`: ${claim.text}`,
    text(claim, pair.before),
    text(claim, pair.after),
    change(pair),
    mark,
  ];
  return `| ${cells.join(' | ')} |`;
}

const text = (claim: ClaimSpec, value: number | null): string => foundText(claim, value ?? Number.NaN);

function change({ before, after }: Pair): string {
  if (before === null || after === null || before === after) return '';
  if (before === 0) return 'from nothing';
  const percent = (100 * (after - before)) / Math.abs(before);
  return `${percent > 0 ? '+' : ''}${percent.toFixed(1)} %`;
}
