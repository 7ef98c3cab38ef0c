import { defineConfig } from "vitest/config";

/** The stories of `pnpm test:claude`, which need the real Claude Code on the PATH; `pnpm test` has no part in them. */
export default defineConfig({
  resolve: { conditions: ["@runverdict/source"] },
  ssr: { resolve: { conditions: ["@runverdict/source", "node", "import", "module", "default"] } },
  test: {
    name: "claude",
    root: "packages/cli",
    include: ["test/claude/stories/*.test.ts"],
    // It is there to end what hangs; a story takes a few seconds.
    testTimeout: 120_000,
    maxWorkers: "100%",
  },
});
