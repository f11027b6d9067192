// The form of a fitted constant: what has no source of its own and was chosen so that claims come out.

import { z } from 'zod';
import { printable, printableLines } from '../machine/text.ts';

/** A claim of the same file, or with its scenario before it one of another, whose constants this one takes over. */
const OTHERS = /^[a-z][a-z0-9_]*(-[a-z0-9_]+)*:/;

const claimName = z.string().regex(/^([a-z][a-z0-9_]*(-[a-z0-9_]+)*:)?[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
  error: "expected a claim's id, or 'scenario:id'",
});

export const fitted = z.strictObject({
  constant: printable.min(1).max(80).describe('Name of the cost or parameter; of a form, what it is'),
  in: z
    .enum(['machine', 'workload', 'model'])
    .describe("A cost or part of the machine, a parameter of the workload, or how the simulator's code does something"),
  on: z
    .array(claimName)
    .min(1)
    .max(20)
    .describe("Claims it was fitted on, or in sight of; another scenario's as 'scenario:id'"),
  note: printableLines.min(1).max(500).optional(),
});

export type Fitted = z.output<typeof fitted>;

export const isOthers = (name: string): boolean => OTHERS.test(name);
