import type { AdapterConfigSchema } from "@paperclipai/adapter-utils";
import { expect, expectTypeOf, test } from "vitest";
import { configSchema } from "../../src/config/config-schema.ts";
import { FIELDS } from "../../src/config/fields.ts";
import { configOf } from "./support/reading.ts";

const { fields } = configSchema();

/** What the host stores of a form in which nobody has typed: it writes 0, false or the first option itself. */
function untouched(): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ key, type, options, default: shown }) => [
      key,
      shown ?? { number: 0, toggle: false, select: options?.[0]?.value, text: "", textarea: "" }[type],
    ]),
  );
}

test("It is the host's own type of a form.", () => {
  expectTypeOf(configSchema).returns.toExtend<AdapterConfigSchema>();
});

test("A form in which nobody has typed means the same as no form.", () => {
  expect(configOf(untouched())).toEqual(configOf({}));
});

test.each(fields)("The default of $key, read back, is what it means when it is not set.", (field) => {
  expect(configOf(field.default === undefined ? {} : { [field.key]: field.default })).toEqual(configOf({}));
});

test("Every number, toggle and choice has a default of its own, and a choice is one of its options.", () => {
  for (const { type, options, default: shown } of fields) {
    if (type === "number") expect(shown).toBeTypeOf("number");
    if (type === "toggle") expect(shown).toBeTypeOf("boolean");
    expect(type === "select").toBe(options !== undefined);
    if (options !== undefined) expect(options.map(({ value }) => value)).toContain(shown);
  }
});

test("Each option of a choice is one that is read.", () => {
  const choices = fields.flatMap(({ key, options = [] }) => options.map(({ value }) => ({ key, value })));
  expect(choices.length).toBeGreaterThan(10);
  for (const { key, value } of choices)
    expect(configOf({ [key]: value, dataClaimName: "data" })).toBeDefined();
});

test("What the host has inputs of its own for is not asked for twice.", () => {
  const keys = fields.map(({ key }) => key);
  const own = ["model", "effort", "thinkingEffort", "extraArgs", "cwd", "env", "instructionsFilePath"];
  for (const key of own) expect(keys).not.toContain(key);
  const left = Object.keys(FIELDS).filter((key) => !keys.includes(key));
  expect(left.toSorted()).toEqual([
    "cwd",
    "dangerouslySkipPermissions",
    "effort",
    "env",
    "extraArgs",
    "instructionsFilePath",
    "model",
  ]);
});

test("A kubeconfig is kept as a secret, and nothing else of the form holds one.", () => {
  expect(fields.filter(({ meta }) => meta?.["secret"] === true).map(({ key }) => key)).toEqual([
    "kubeconfig",
  ]);
});

test("A field that is shown only sometimes depends on a value that another field can have.", () => {
  const hanging = fields.filter(({ meta }) => meta?.["visibleWhen"] !== undefined);
  expect(hanging.map(({ key, meta }) => [key, meta])).toEqual([
    ["dataClaimName", { visibleWhen: { key: "dataVolume", values: ["claim"] } }],
    ["dataSubPath", { visibleWhen: { key: "dataVolume", values: ["inherit", "claim"] } }],
    ["dataSizeLimit", { visibleWhen: { key: "dataVolume", values: ["scratch"] } }],
  ]);
});

test("A host that changes the form it was given changes nobody else's.", () => {
  const [first] = configSchema().fields;
  if (first !== undefined) first.label = "mine";
  expect(configSchema().fields[0]?.label).not.toBe("mine");
});
