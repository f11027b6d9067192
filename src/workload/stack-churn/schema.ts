// The parameters of stack-churn: so many stacks, of which one after another is replaced by one of another size.

import { z } from 'zod';

export const stackChurnSchema = z
  .strictObject({
    leastPages: z.int().min(2).max(2048).describe('Pages of the smallest stack, its guard page included'),
    mostPages: z.int().min(2).max(2048).describe('Pages of the largest'),
  })
  .refine(({ leastPages, mostPages }) => leastPages <= mostPages, {
    error: 'expected at least leastPages',
    path: ['mostPages'],
  });

export type StackChurnParams = z.output<typeof stackChurnSchema>;
