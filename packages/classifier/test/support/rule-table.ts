import { classify, CODES, RULES } from "@runverdict/classifier";
import type { Attribution, Code, Confidence, Evidence, Judgement } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { readEvidence } from "../../src/reading/reading.ts";

/** What a rule decides, and what it lets go; the names of the entries are sentences about the world. */
export interface RuleTable {
  readonly code: Code;
  readonly decides: Readonly<Record<string, Decision>>;
  /** Each entry lacks one thing that the rule asks for. */
  readonly lets: Readonly<Record<string, NearMiss>>;
}

export interface Decision {
  readonly evidence: Evidence;
  readonly confidence: Confidence;
  readonly summary: string;
  /** What it cites, in order: the path in the evidence, and what stands there. */
  readonly claims: readonly (readonly [path: string, quote: string])[];
  /** What to do next, where the rule knows better than the table of codes. */
  readonly resolution?: string;
  /** Whose doing it was, where the rule knows better than the table of codes. */
  readonly attribution?: Attribution;
  readonly notBefore?: string;
  /** Codes that fit as well, in order; not looked at where nothing is said. */
  readonly competing?: readonly Code[];
}

export interface NearMiss {
  readonly evidence: Evidence;
  readonly because: string;
}

export function testRule(id: string, { code, decides, lets }: RuleTable): void {
  describe(id, () => {
    test.each(Object.entries(decides))("decides: %s", (_, decision) => {
      const verdict = classify(decision.evidence);
      expect(verdict).toMatchObject({
        rule: id,
        code,
        confidence: decision.confidence,
        summary: decision.summary,
        resolution: decision.resolution ?? CODES[code].resolve,
        attribution: decision.attribution ?? CODES[code].attribution,
        retry: { notBefore: decision.notBefore ?? null },
      });
      expect(verdict.evidence.map(({ path, quote }) => [path, quote])).toEqual(decision.claims);
      if (decision.competing !== undefined)
        expect(verdict.competing.map((other) => other.code)).toEqual(decision.competing);
    });

    test.each(Object.entries(lets))("lets go: %s", (_, { evidence, because }) => {
      expect(judge(id, evidence)).toEqual({ kind: "abstains", because });
      const verdict = classify(evidence);
      expect(verdict.rule).not.toBe(id);
      const passed = verdict.passedOver.filter(({ rule }) => rule === id);
      expect(passed.every((one) => one.because === because)).toBe(true);
    });
  });
}

/** What one rule says of the evidence, whatever the rules before it say. */
export function judge(id: string, evidence: Evidence): Judgement {
  const rule = RULES.find((one) => one.id === id);
  if (rule === undefined) throw new TypeError(`There is no rule "${id}"; RULES names those there are.`);
  return rule.judge(readEvidence(evidence));
}
