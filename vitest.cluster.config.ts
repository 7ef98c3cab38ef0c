import { defineConfig } from "vitest/config";

/** The stories, on the cluster that KUBECONFIG names: `pnpm test:cluster`. In the simulator `pnpm test` tells them. */
export default defineConfig({
  resolve: { conditions: ["@runverdict/source"] },
  ssr: { resolve: { conditions: ["@runverdict/source", "node", "import", "module", "default"] } },
  test: {
    include: ["packages/k8s-runner/test/stories/cluster.ts"],
    reporters: ["verbose"],
    // Each has a namespace of its own; a node of a few cores has room for these.
    maxConcurrency: 4,
  },
});
