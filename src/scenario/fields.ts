// Kinds of fields that several sections of a scenario file share.

import { z } from 'zod';
import { DURATION, MOST_DAYS, parseDuration } from '../base/quantity.ts';
import { printable, printableLines } from '../machine/text.ts';
import { CONDITION_FORM, parseCondition } from './condition.ts';

/** A name that stands in commands and file names. */
export const id = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: "expected small letters, digits and '-'" });

export const metric = z.string().regex(/^[A-Za-z][\w.+-]*$/, { error: "expected a metric's id such as 'cpu.sys'" });

/** One line for the screen. */
export const line = printable.min(1).max(200);

export const prose = printableLines.min(1).max(2000);

const DURATION_FORM = { error: "expected a duration with unit such as '250us', '20s' or '2m'" };

export const duration = z
  .string(DURATION_FORM)
  .regex(DURATION, DURATION_FORM)
  .transform((text) => parseDuration(text) ?? Number.NaN)
  .refine((ns) => ns > 0, { error: `expected more than 0 and at most ${MOST_DAYS} days` });

export const condition = z.string().transform((text, context) => {
  const parsed = parseCondition(text);
  if (parsed !== null) return parsed;
  context.issues.push({ code: 'custom', message: `expected ${CONDITION_FORM}`, input: text });
  return z.NEVER;
});

/** 'rmap=chain' */
export const flipText = z
  .string()
  .regex(/^[a-z0-9-]+=[a-z0-9-]+$/, { error: "expected 'subsystem=variant', e.g. 'rmap=chain'" })
  .transform((text) => {
    const [subsystem = '', variant = ''] = text.split('=');
    return { kind: 'flip' as const, subsystem, variant };
  });

/** Subsystem -> variant. */
export const variants = z.record(id, id);

/** Numbers, words and lists of a program or a machine; checked in full by their own schema. */
export const settings = z.record(z.string(), z.json());
