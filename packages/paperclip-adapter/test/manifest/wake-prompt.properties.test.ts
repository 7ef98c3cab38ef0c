import fc from "fast-check";
import { expect, test } from "vitest";
import { renderTemplate } from "../../src/manifest/render-template.ts";
import { wakePrompt } from "../../src/manifest/wake-prompt.ts";
import { reached } from "../../../../test/support/reached.ts";

const unsound = /\0|\p{Surrogate}/u;
const keys = fc.constantFrom(
  "reason",
  "issue",
  "comments",
  "recovery",
  "executionStage",
  "other",
  "__proto__",
);
const stranger = fc.string({ unit: "binary", maxLength: 40 });
const loose = fc.dictionary(
  keys,
  fc.oneof(stranger, fc.anything(), fc.array(fc.record({ id: stranger, body: stranger }))),
);

test("for all wakes of a host, the prompt holds no character that the run's Secret would not take", () => {
  const seen = reached("a comment", "nothing", "a NUL in it");
  fc.assert(
    fc.property(fc.oneof(loose, fc.anything()), fc.boolean(), (wake, resumed) => {
      const json: unknown = JSON.parse(stringified(wake));
      const text = wakePrompt(json, { resumed, hasTaskText: false });
      expect(text).not.toMatch(unsound);
      seen.when("a comment", text.includes("### New comments"));
      seen.when("nothing", text === "");
      seen.when("a NUL in it", text !== "" && JSON.stringify(json).includes("\\u0000"));
    }),
    { numRuns: 1000 },
  );
  seen.expectAll();
});

test("for all templates, what is no name stays, and every name is filled in once", () => {
  const seen = reached("a name", "no name");
  const template = fc.array(
    fc.constantFrom("{{agent.id}}", "{{ agent.id }}", "{{", "}}", "{", "x", "{{agent.no}}"),
  );
  fc.assert(
    fc.property(template, (parts) => {
      const text = parts.join("");
      const names = text.match(/\{\{ ?[a-z.]+ ?\}\}/g) ?? [];
      const expected = text.replace(/\{\{ ?([a-z.]+) ?\}\}/g, (_, name) => (name === "agent.id" ? "A" : ""));
      expect(renderTemplate(text, { agent: { id: "A" } })).toBe(expected);
      seen.when("a name", names.length > 0);
      seen.when("no name", names.length === 0 && text !== "");
    }),
  );
  seen.expectAll();
});

/** As the host's database gives it back. */
function stringified(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch {
    return "null";
  }
}
