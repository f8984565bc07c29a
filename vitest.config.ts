import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{catalogue,crawler,classifier,policy,report,mcp,site,scripts}/**/*.test.ts'],
    // Tests start servers, sandboxes and browsers; a limit here only ends what hangs.
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
