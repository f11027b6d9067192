import { expect, it } from 'vitest';
import { aim7Schema } from '../../../src/workload/aim7/schema.ts';
import { job } from './tiny.ts';
import { SHARED } from './workfile.ts';

it('wants to know the system call of a test that has kernel work', () => {
  const problems = (change: Readonly<Record<string, unknown>>): readonly string[] =>
    aim7Schema
      .safeParse({ ...SHARED, tests: [job('one', change)] })
      .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
  expect(problems({ sysUs: 0 })).toEqual([]);
  expect(problems({ sysUs: 5, call: 'sys_kill' })).toEqual([]);
  expect(problems({ sysUs: 5 })).toEqual(['tests.0.call: expected a system call, because there is sysUs']);
  expect(problems({ sysUs: 5, call: 'kill' })).toEqual(["tests.0.call: expected a system call such as 'sys_read'"]);
});
