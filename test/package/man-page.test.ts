import { expect, it } from 'vitest';
import { manPage } from './man-page.ts';

it('the man page names nothing that only one scenario has', () => {
  const keys = manPage().split('.SH KEYS')[1]?.split('.SH UNITS')[0] ?? '';
  expect(keys).not.toMatch(/rmap|users|\d00/);
  expect(keys).toContain('Load up or down by one step of the scenario');
});

// When it fails: npx vitest run test/package/man-page.test.ts -u
it('the man page is fresh', async () => {
  await expect(manPage()).toMatchFileSnapshot('../../man/vmtop.1');
});
