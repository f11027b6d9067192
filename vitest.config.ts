import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Two cores are enough for everyone; tests start processes of their own.
    maxWorkers: 2,
    // Only against what hangs: a machine may be busy with other things.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // The screen's colours must not depend on who runs the tests.
    env: { NO_COLOR: '', FORCE_COLOR: '', LANG: 'C.UTF-8' },
  },
});
