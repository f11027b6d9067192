// Problems as people read them: 'file:line:col: field: expected ..., got ...', one line each.

import { UsageError } from '../base/usage-error.ts';
import type { Problem } from './explain.ts';
import type { FieldPath, YamlFile } from './yaml-file.ts';

export interface PlacedProblem {
  /** 'file:line:col', or an option. */
  readonly place: string;
  readonly problem: Problem;
}

export const placed = (file: YamlFile, problem: Problem): PlacedProblem => ({
  place: file.where(problem.path),
  problem,
});

const MOST = 5;

export function refusal(problems: readonly PlacedProblem[]): UsageError {
  const lines = problems.slice(0, MOST).map(({ place, problem: { path, message } }) => {
    const field = fieldName(path);
    return `${place}: ${field === '' ? '' : `${field}: `}${message}`;
  });
  const more = problems.length - lines.length;
  return new UsageError(...lines, ...(more > 0 ? [`and ${more} more`] : []));
}

/** 'timeline[0].for' */
const fieldName = (path: FieldPath): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
