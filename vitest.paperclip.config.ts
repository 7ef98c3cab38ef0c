import { defineConfig } from "vitest/config";
import { figures } from "./packages/paperclip-adapter/test/paperclip/figures.ts";

/** The stories of `pnpm test:paperclip`, which need the real Paperclip server; `pnpm test` has no part in them. */
export default defineConfig({
  resolve: { conditions: ["@runverdict/source"] },
  ssr: { resolve: { conditions: ["@runverdict/source", "node", "import", "module", "default"] } },
  test: {
    name: "paperclip",
    root: "packages/paperclip-adapter",
    // Pictures are taken of the same server, when they are asked for.
    include: [
      process.env["RUNVERDICT_PICTURES"]
        ? "test/paperclip/pictures/*.test.ts"
        : "test/paperclip/stories/*.test.ts",
    ],
    globalSetup: ["test/paperclip/the-server.ts"],
    reporters: ["default", figures()],
    // It is there to end what hangs; a story takes some ten seconds.
    testTimeout: 180_000,
    // The host does some things a moment after a run has ended.
    expect: { poll: { timeout: 15_000 } },
    teardownTimeout: 60_000,
    maxWorkers: "100%",
  },
});
