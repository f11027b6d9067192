import { expect, it } from 'vitest';
import { manPage } from './man-page.ts';

// When it fails: npx vitest run test/package/man-page.test.ts -u
it('the man page is fresh', async () => {
  await expect(manPage()).toMatchFileSnapshot('../../man/vmtop.1');
});
