import { randomInt } from "node:crypto";
import { configDefaults, defineConfig } from "vitest/config";

const packages = ["stream-parser", "classifier", "k8s-runner", "paperclip-adapter", "cli"] as const;

/** A project's tests see the sources of the packages, never what was built from them. */
const sourceFirst = {
  resolve: { conditions: ["@runverdict/source"] },
  ssr: { resolve: { conditions: ["@runverdict/source", "node", "import", "module", "default"] } },
};

function project(name: string, root: string) {
  return {
    ...sourceFirst,
    test: {
      name,
      root,
      include: ["test/**/*.test.ts"],
      // They need the real Claude Code, or the real Paperclip: see vitest.claude.config.ts and vitest.paperclip.config.ts.
      exclude: [...configDefaults.exclude, "**/dist/**", "**/test/{claude,paperclip}/stories/**"],
      // It is there to end what hangs. On a busy machine a compilation takes ten seconds and proves nothing by it.
      testTimeout: 60_000,
      setupFiles: [new URL("test/support/properties.ts", import.meta.url).pathname],
    },
  };
}

/**
 * The properties once more, with a seed that nobody has tried yet. Whoever names a seed gets that one alone, and with it
 * the same counterexample again.
 */
function freshSearch(name: string, root: string) {
  const { test, ...others } = project(`${name}, fresh seed`, root);
  const env = { RUNVERDICT_SEED: String(randomInt(2 ** 31)), RUNVERDICT_SEARCH: "fresh" };
  const globalSetup = [new URL("test/support/fresh-seed.ts", import.meta.url).pathname];
  return { ...others, test: { ...test, include: ["test/**/*.properties.test.ts"], env, globalSetup } };
}

const isSeedNamed = (process.env["RUNVERDICT_SEED"] ?? "") !== "";

export default defineConfig({
  test: {
    projects: [
      ...packages.map((name) => project(name, `packages/${name}`)),
      ...(isSeedNamed ? [] : [freshSearch("k8s-runner", "packages/k8s-runner")]),
      project("repository", "."),
    ],
    passWithNoTests: false,
    // One worker less than there are cores is the default, which on two cores is one: twice the time.
    maxWorkers: "100%",
    coverage: {
      provider: "v8",
      include: [
        "packages/stream-parser/src/**/*.ts",
        "packages/classifier/src/**/*.ts",
        // Of the runner what decides. What asks and does meets more ways to fail than tests should make up.
        "packages/k8s-runner/src/lifecycle/**/*.ts",
        "packages/k8s-runner/src/log/**/*.ts",
        "packages/k8s-runner/src/job/**/*.ts",
      ],
      // The simulated world is drawn by dice: which of its rarest branches come up depends on the seed and the number of
      // runs. That the interesting fates are reached is asserted by the properties that draw them.
      // The hash reads typed arrays with `x ?? 0`, because the compiler asks for it and all else costs it most of its
      // speed (see there); what can't be missing leaves a branch that can't be run. A property holds it to the runtime's.
      exclude: ["packages/classifier/src/arbitraries/world/**", "packages/k8s-runner/src/log/sha256.ts"],
      reporter: ["text-summary", "json-summary", "json", "html"],
      reportsDirectory: "coverage",
      thresholds: { statements: 100, branches: 100 },
    },
  },
});
