import type { AdapterConfigSchema } from "@paperclipai/adapter-utils";
import { describe, expect, expectTypeOf, test } from "vitest";
import { configSchema } from "../../src/config/config-schema.ts";
import { FIELDS } from "../../src/config/fields.ts";
import { configOf } from "../config/support/reading.ts";
import { newForm } from "../host-double/new-form.ts";

const { fields } = configSchema();

describe("§0.9 and §3, the form", () => {
  test("It is the host's own type of a form.", () => {
    expectTypeOf(configSchema).returns.toExtend<AdapterConfigSchema>();
  });

  test("A form in which nobody has typed means the same as no form.", () => {
    expect(configOf(newForm(fields))).toEqual(configOf({}));
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

  test("Each field is of a kind that the host shows, and is asked for once.", () => {
    const kinds = new Set(["text", "select", "toggle", "number", "textarea", "combobox"]);
    for (const { key, type } of fields)
      expect({ key, isShown: kinds.has(type) }).toEqual({ key, isShown: true });
    expect(new Set(fields.map(({ key }) => key)).size).toBe(fields.length);
  });

  test("The limit of a run has the name that the host reads when it says why a run ended.", () => {
    expect(fields.map(({ key }) => key)).toContain("timeoutSec");
  });

  test("A key with a dot is stored flat, and read so.", () => {
    const dotted = fields.filter(({ key }) => key.includes("."));
    expect(dotted.length).toBeGreaterThan(3);
    expect(configOf({ "resources.limits.memory": "3Gi" }).pod.limits["memory"]).toBe("3Gi");
  });
});
