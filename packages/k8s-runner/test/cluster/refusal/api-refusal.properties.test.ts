import fc from "fast-check";
import { expect, test } from "vitest";
import { apiRefusal } from "../../../src/cluster/refusal/api-refusal.ts";
import { explainRefusal } from "../../../src/cluster/refusal/explain-refusal.ts";
import { reached } from "../../../../../test/support/reached.ts";

const secret = "sk-ant-api03-PLANTEDplantedPLANTED";

/** The words that refusals are told by, with a stranger's text where names stand. */
const messages = fc
  .tuple(
    fc.constantFrom(
      (x: string) =>
        `jobs.batch "${x}" is forbidden: User "${x}" cannot create resource "jobs" in API group "batch" in the namespace "a"`,
      (x: string) => `pods "p" is forbidden: exceeded quota: q, requested: ${x}`,
      (x: string) => `pods "p" is forbidden: violates PodSecurity "restricted:latest": ${x}`,
      (x: string) => `admission webhook "w" denied the request: ${x}`,
      (x: string) => `Job.batch "${x}" is invalid: ${x}`,
      (x: string) => `Internal error occurred: failed calling webhook "w": ${x}`,
      (x: string) => x,
    ),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom(0, 10, 3000),
  )
  .map(([say, text, length]) => say(`${text} ${secret} ${"y".repeat(length)}\u001B[2J\u202E`));

const bodies = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      message: messages,
      reason: fc.constantFrom("Forbidden", "Invalid", "AlreadyExists", "Conflict", secret),
      details: fc.record({
        name: messages,
        kind: fc.constantFrom("jobs", "namespaces"),
        causes: fc.array(fc.record({ field: messages, message: messages, reason: messages }), {
          maxLength: 3,
        }),
      }),
    }),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
);

const statuses = fc.oneof(
  fc.constantFrom(400, 401, 403, 404, 409, 410, 413, 422, 429, 500, 503, 504),
  fc.integer({ min: 300, max: 599 }),
);

test("for all refusals, whatever is told of them is bounded, printable, and without what looks like a secret", () => {
  const met = reached("a permission", "a field", "a quota", "a webhook", "no Status");
  fc.assert(
    fc.property(statuses, bodies, fc.integer({ min: 0, max: 4 }), (status, body, page) => {
      const isPage = page === 0;
      const text = isPage ? `<html>${secret}${JSON.stringify(body)}` : JSON.stringify(body);
      const refusal = apiRefusal(status, text, null);
      const { sentence, cure } = explainRefusal(refusal);
      const told = `${JSON.stringify(refusal)}${sentence}${cure}`;
      expect(told).not.toContain("PLANTED");
      expect(`${sentence}${cure}`).not.toMatch(/[\p{Cc}\u202E]/u);
      expect(sentence.length + cure.length).toBeLessThan(3000);
      met.when("a permission", refusal.kind === "not-permitted");
      met.when("a field", refusal.kind === "invalid" && refusal.fields.length > 0);
      met.when("a quota", refusal.kind === "quota-exceeded");
      met.when("a webhook", refusal.kind === "webhook-failed" || refusal.kind === "admission-denied");
      met.when("no Status", isPage);
    }),
  );
  met.expectAll();
});
