import { expect, test } from "vitest";
import { configurationDoc } from "../../src/config/configuration-doc.ts";
import { FIELDS } from "../../src/config/fields.ts";
import type { Field } from "../../src/config/field.ts";

const doc = configurationDoc();
const fields: [string, Field<unknown>][] = Object.entries(FIELDS);

test.each(fields)("%s is documented once, with its label and hint.", (key, { label, hint, options }) => {
  const lines = doc.split("\n").filter((line) => line.startsWith(`- \`${key}\``));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`: ${label}. ${hint}`);
  for (const { value } of options ?? []) expect(lines[0]).toContain(`\`${value}\``);
});

test("It says what a reader needs: choices, defaults, and what is a secret.", () => {
  expect(doc).toContain("- `concurrency` (`session`, `agent`): ");
  expect(doc).toMatch(/- `dangerouslySkipPermissions` \(true or false\): .* Default: `true`\.$/m);
  expect(doc).toMatch(/- `podStartTimeoutSec` \(number\): .* Default: `1800`\.$/m);
  expect(doc).toMatch(/- `kubeconfig`: .* Kept as a secret\.$/m);
});
