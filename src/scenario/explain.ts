// Turns what a schema found into 'field: expected ..., got ...; did you mean ...'.

import { z } from 'zod';
import { didYouMean, nearMiss } from '../base/closest.ts';
import type { FieldPath } from './yaml-file.ts';

/** One thing that is wrong with a file. */
export interface Problem {
  readonly path: FieldPath;
  readonly message: string;
}

/** `value` is what `schema` refused with `error`. */
export function explain(error: z.ZodError, schema: z.ZodType, value: unknown): readonly Problem[] {
  return error.issues.flatMap((issue) => problems(issue, schema, value));
}

function problems(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown): readonly Problem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path);
    return issue.keys.map((key) => ({ path: [...path, key], message: `unknown field${didYouMean(key, known)}` }));
  }
  if (issue.code === 'invalid_key') {
    return [{ path, message: `${issue.issues[0]?.message ?? 'expected another name'}, got '${String(path.at(-1))}'` }];
  }
  const got = at(value, path);
  if (got === undefined && issue.code !== 'custom')
    return [{ path, message: `expected ${expectation(issue)}, got nothing` }];
  return [{ path, message: `expected ${expectation(issue)}, got ${shown(got)}${hint(issue, got)}` }];
}

/** What was expected, without the word. */
function expectation(issue: z.core.$ZodIssue): string {
  if (issue.message.startsWith('expected ')) return issue.message.slice('expected '.length);
  switch (issue.code) {
    case 'invalid_type':
      return WORDS[issue.expected] ?? issue.expected;
    case 'too_small':
      return `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}${unitOf(issue.origin)}`;
    case 'invalid_value':
      return issue.values.map(String).join(' or ');
    case 'invalid_union':
      return 'another kind of value';
    default:
      return issue.message;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  object: 'a map of fields',
  record: 'a map of fields',
  array: 'a list',
  boolean: 'true or false',
};

const unitOf = (origin: string): string => (origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '');

/** Only the near miss: the choices have been named. */
const hint = (issue: z.core.$ZodIssue, got: unknown): string =>
  issue.code === 'invalid_value' && typeof got === 'string' ? nearMiss(got, issue.values.map(String)) : '';

function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value !== null && typeof value === 'object') return 'a map';
  if (typeof value === 'string') return `'${visible(value.length > 60 ? `${value.slice(0, 57)}...` : value)}'`;
  return value === undefined || value === null ? 'nothing' : String(value);
}

/** A file may hold anything; its control characters are not for the terminal. */
const visible = (text: string): string => text.replace(/\p{Control}/gu, '?');

function at(value: unknown, path: FieldPath): unknown {
  let here = value;
  for (const key of path) here = here !== null && typeof here === 'object' ? Reflect.get(here, key) : undefined;
  return here;
}

/** The fields that a schema knows at a place, taken from its JSON Schema. */
function knownKeys(schema: z.ZodType, path: FieldPath): readonly string[] {
  let here: unknown = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  for (const key of path)
    here = at(here, typeof key === 'number' ? ['items'] : ['properties', key]) ?? at(here, ['additionalProperties']);
  const properties = at(here, ['properties']);
  return properties !== null && typeof properties === 'object' ? Object.keys(properties) : [];
}
