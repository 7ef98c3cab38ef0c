import { expect, test } from "vitest";
import { environmentOf, type VariableSources } from "../../src/manifest/variables.ts";

const none: VariableSources = { inherited: [], usual: [], configured: [], paperclip: [] };
const typed = (name: string, value: string) => ({ kind: "value", name, value }) as const;

test("the configuration wins over what is inherited, and Paperclip's own words over the configuration", () => {
  const { env } = environmentOf({
    inherited: [typed("ANTHROPIC_BASE_URL", "https://inherited"), typed("LANG", "C")],
    usual: [["DISABLE_AUTOUPDATER", "1"]],
    configured: [
      typed("ANTHROPIC_BASE_URL", "https://typed"),
      typed("DISABLE_AUTOUPDATER", "0"),
      typed("PAPERCLIP_RUN_ID", "mine"),
    ],
    paperclip: [["PAPERCLIP_RUN_ID", "run-1"]],
  });
  expect(Object.fromEntries(env.map((entry) => [entry.name, "value" in entry ? entry.value : ""]))).toEqual({
    ANTHROPIC_BASE_URL: "https://typed",
    LANG: "C",
    DISABLE_AUTOUPDATER: "0",
    PAPERCLIP_RUN_ID: "run-1",
  });
});

test("whatever was typed in goes into the Secret, however harmless its name; references stay references", () => {
  const reference = { kind: "secret-key", name: "TOKEN", secret: "s", key: "k", optional: true } as const;
  const { env } = environmentOf({ ...none, configured: [typed("DATABASE", "postgres"), reference] });
  expect(env).toEqual([
    { kind: "secret", name: "DATABASE", value: "postgres" },
    { kind: "secret-key", name: "TOKEN", from: "s", key: "k", optional: true },
  ]);
});

test("an agent's identity comes from its run and never from a form", () => {
  const { env, notes } = environmentOf({
    ...none,
    configured: [typed("PAPERCLIP_API_KEY", "stolen-key-0123")],
  });
  expect(env).toEqual([]);
  expect(notes).toEqual([
    "The variable PAPERCLIP_API_KEY of the configuration is left out: Paperclip sets it itself.",
  ]);
});

test("a variable of Paperclip's that this run does not have may be configured", () => {
  const { env } = environmentOf({ ...none, configured: [typed("PAPERCLIP_API_URL", "https://p")] });
  expect(env.map(({ name }) => name)).toEqual(["PAPERCLIP_API_URL"]);
});

test("folders of the host's own disk stay there", () => {
  const configured = [
    "TMPDIR",
    "PAPERCLIP_SCRATCH_DIR",
    "PAPERCLIP_RUN_SCRATCH_DIR",
    "GH_CONFIG_DIR",
    "HOME",
  ].map((name) => typed(name, "/var/lib/paperclip/x"));
  expect(environmentOf({ ...none, configured })).toMatchObject({ env: [], notes: [] });
});

test("what is too long to start a program with goes into a file that a variable names", () => {
  const long = "x".repeat(140_000);
  const { env, inputs } = environmentOf({ ...none, paperclip: [["PAPERCLIP_WAKE_PAYLOAD_JSON", long]] });
  expect(env).toEqual([
    {
      kind: "value",
      name: "PAPERCLIP_WAKE_PAYLOAD_JSON_FILE",
      value: "/runverdict/inputs/variables/PAPERCLIP_WAKE_PAYLOAD_JSON",
    },
  ]);
  expect(inputs).toEqual([{ path: "variables/PAPERCLIP_WAKE_PAYLOAD_JSON", text: long, sensitive: true }]);
});

test("what must not be shown is told: typed values and tokens, and no everyday word", () => {
  const { secrets } = environmentOf({
    inherited: [
      { kind: "secret", name: "ANTHROPIC_API_KEY", value: "inherited-key" },
      typed("LANG", "en_US.UTF-8"),
    ],
    usual: [],
    configured: [typed("DATABASE", "postgres-url"), typed("FLAG", "1"), typed("TZ", "Europe/Berlin")],
    paperclip: [
      ["PAPERCLIP_API_KEY", "run-token-1"],
      ["PAPERCLIP_RUN_ID", "run-1-as-it-is"],
    ],
  });
  expect(secrets).toEqual(["inherited-key", "postgres-url", "run-token-1"]);
});
