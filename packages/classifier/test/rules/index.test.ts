import { CODES, RULES, TIERS } from "@runverdict/classifier";
import type { Code } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { evidence, found } from "../support/evidence.ts";
import { pod, running } from "../support/kubernetes.ts";
import { readEvidence } from "../../src/reading/reading.ts";

const ids = RULES.map(({ id }) => id);

/** Whether one rule is asked before another one. */
function before(one: string, other: string): boolean {
  return ids.indexOf(one) < ids.indexOf(other);
}

describe("the order in which rules are asked", () => {
  test("is that of the tiers, and no rule is asked twice", () => {
    expect(ids).toEqual(TIERS.flatMap(({ rules }) => rules.map(({ id }) => id)));
    expect(new Set(ids).size).toBe(ids.length);
    expect(TIERS.map(({ id }) => id)).toEqual([
      "success",
      "intent",
      "agent",
      "start",
      "infrastructure",
      "inference",
      "unsettled",
    ]);
  });

  test("never changes unseen", async () => {
    const lines = TIERS.flatMap(({ title, rules }) => [
      title,
      ...rules.map(({ id, code }) => `  ${id} → ${code}`),
      "",
    ]);
    await expect(lines.join("\n")).toMatchFileSnapshot("../__snapshots__/order.txt");
  });

  test.each([
    ["session-poisoned", "invalid-request"],
    ["usage-limit", "rate-limited"],
    ["billing", "invalid-request"],
    ["not-logged-in", "auth-failed"],
    ["overloaded", "server-error"],
    ["quota-exceeded", "forbidden"],
    ["admission-denied", "forbidden"],
    ["image-not-found", "image-pull-failed"],
    ["image-auth", "image-pull-failed"],
    ["disk-limit-exceeded", "evicted"],
    ["node-shutdown", "evicted"],
    ["output-limit", "agent-error"],
    ["startup-exit", "exited"],
    ["killed", "exited"],
  ])("asks %s before %s, which would take its runs too", (one, other) => {
    expect(before(one, other)).toBe(true);
  });
});

describe("a rule", () => {
  test.each(RULES)("$id says what it names, what was seen and what would decide", (rule) => {
    expect(rule.id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(CODES).toHaveProperty(rule.code);
    expect(rule.seen.length).toBeGreaterThan(20);
    expect(rule.decidedBy.length).toBeGreaterThan(10);
    expect(["cause", "remainder", "symptom", "state"]).toContain(rule.names);
    expect(rule.names === "state").toBe(CODES[rule.code].outcome === "unsettled");
  });
});

describe("a tier", () => {
  const run = readEvidence(evidence({ pod: found(pod({ agent: running() })) }));
  const nothing = readEvidence(evidence());
  const closed = (reading: typeof run) =>
    Object.fromEntries(TIERS.map((tier) => [tier.id, tier.closed(reading)]));

  test("of the agent's word is closed while its container runs, and so are those about its end", () => {
    const why = "the agent container is still running";
    expect(closed(run)).toEqual({
      success: why,
      intent: null,
      agent: why,
      start: null,
      infrastructure: why,
      inference: why,
      unsettled: null,
    });
  });

  test("about the end is closed as long as nobody saw one", () => {
    const why = "the agent container is not known to have ended";
    expect(closed(nothing)).toMatchObject({
      success: null,
      agent: null,
      infrastructure: why,
      inference: why,
    });
  });
});

test("every code that stands for an end is given by one rule, but for the start that fails and the answer that is empty in two ways", () => {
  const given = RULES.map(({ code }) => code);
  const twice = given.filter((code, index) => given.indexOf(code) !== index);
  expect(twice).toEqual(["startup_failed", "empty_response"] satisfies Code[]);
});
