import { describe, expect, test } from "vitest";
import { envVars, inheritedEnv } from "../../src/job/env-vars.ts";

describe("an environment that is inherited", () => {
  const environment = {
    LANG: "C.UTF-8",
    DATABASE_URL: "postgres://app:s3cretpassword@db.example/app",
    GITHUB_TOKEN: "anything",
    JWT_SECRET: "anything",
    UNSET: undefined,
  };

  test("is what the list names, and nothing else", () => {
    expect(inheritedEnv(environment, ["LANG", "UNSET", "MISSING", "toString"])).toEqual([
      { kind: "value", name: "LANG", value: "C.UTF-8" },
    ]);
  });

  test("goes into the Secret where it is called or looks like one", () => {
    expect(inheritedEnv(environment, ["GITHUB_TOKEN", "DATABASE_URL"]).map(({ kind }) => kind)).toEqual([
      "secret",
      "secret",
    ]);
  });
});

describe("a variable", () => {
  test("keeps its dollars", () => {
    expect(envVars("agent", [{ kind: "value", name: "A", value: "$(B) $$ $C" }], null)).toEqual([
      { name: "A", value: "$$(B) $$$ $C" },
    ]);
  });

  test("of two containers has two places in the Secret", () => {
    const entries = [{ kind: "secret", name: "T", value: "x" }] as const;
    const keys = ["agent", "proxy"].map(
      (container) => envVars(container, entries, "s")[0]?.valueFrom?.secretKeyRef?.key,
    );
    expect(keys).toEqual(["env.agent.T", "env.proxy.T"]);
  });

  test("may be missing only when the caller says so", () => {
    const entry = { kind: "config-map-key", name: "A", from: "c", key: "k" } as const;
    expect(
      envVars(
        "agent",
        [
          { ...entry, optional: true },
          { ...entry, optional: false },
        ],
        null,
      ),
    ).toEqual([
      { name: "A", valueFrom: { configMapKeyRef: { name: "c", key: "k", optional: true } } },
      { name: "A", valueFrom: { configMapKeyRef: { name: "c", key: "k" } } },
    ]);
  });
});
