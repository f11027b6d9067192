// The words of --help and of the man page.

import { EXIT } from '../base/exit-codes.ts';

export const TAGLINE = 'a live perf top for a simulated multiprocessor that runs historical Linux memory management';

export const EXAMPLES: readonly (readonly [command: string, does: string])[] = [
  ['vmtop', 'choose a scenario'],
  ['vmtop aim7', 'watch it live; 1 flips the algorithm, ? shows the keys'],
  ['vmtop run aim7 --for 60s --set rmap=chain', 'run without a screen and print a report'],
  ['vmtop run aim7 --for 60s --at 5s:rmap=chain --json', 'flip at an instant, print data'],
  ["vmtop run aim7 --for 60s --expect 'cpu.sys > 97%'", 'exit code 3 when it does not hold'],
  ['vmtop check aim7', 'compare with the published figures'],
];

const COLUMN = 50;

export const USAGE = [
  `vmtop - ${TAGLINE}`,
  '',
  'Examples:',
  ...EXAMPLES.map(([command, does]) => `$ ${command.padEnd(COLUMN)} ${does}`),
].join('\n');

export const EXIT_CODES: readonly (readonly [code: number, means: string])[] = [
  [EXIT.ok, 'ok'],
  [EXIT.failure, 'failure'],
  [EXIT.usage, 'usage'],
  [EXIT.unmet, 'claim or expectation false'],
  [EXIT.violation, 'broken invariant'],
  [EXIT.interrupted, 'interrupted'],
];

export const UNITS = 'Durations are simulated time: 250us, 10ms, 3s, 2m. Data goes to stdout, messages to stderr.';

export const EPILOGUE = `${UNITS}
Exit codes: ${EXIT_CODES.map(([code, means]) => `${code} ${means}`).join(', ')}.`;
