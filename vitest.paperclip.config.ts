import { defineConfig } from "vitest/config";
import { figures } from "./packages/paperclip-adapter/test/paperclip/figures.ts";

/** The stories of `pnpm test:paperclip`, which need the real Paperclip server; `pnpm test` has no part in them. */
export default defineConfig({
  resolve: { conditions: ["@runverdict/source"] },
  ssr: { resolve: { conditions: ["@runverdict/source", "node", "import", "module", "default"] } },
  test: {
    name: "paperclip",
    root: "packages/paperclip-adapter",
    include: ["test/paperclip/stories/*.test.ts"],
    globalSetup: ["test/paperclip/the-server.ts"],
    reporters: ["default", figures()],
    // It is there to end what hangs; a story takes some ten seconds.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    maxWorkers: "100%",
  },
});
