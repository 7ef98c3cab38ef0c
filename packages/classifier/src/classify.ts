import { advise } from "./advise.ts";
import { CODES, type Code } from "./codes.ts";
import { cite } from "./cite.ts";
import type { Evidence } from "./evidence.ts";
import { readFlags } from "./flags.ts";
import { readMissing } from "./missing.ts";
import { isUnbegun, readProgress } from "./progress.ts";
import { quotable } from "./quote.ts";
import { readEvidence, type Reading } from "./reading/reading.ts";
import { hasEnded } from "./reading/terminal.ts";
import { find, type Finding, type Rule, type Tier } from "./rule.ts";
import { TIERS } from "./rules/index.ts";
import { readUsage } from "./usage.ts";
import type { Claim, Competing, Confidence, PassedOver, Verdict } from "./verdict.ts";
import { CLASSIFIER_VERSION } from "./version.ts";

/**
 * Says how a run ended, and why. Total and pure: every evidence gets exactly one verdict, the same one each time, in
 * time linear in the evidence; nothing is thrown.
 */
export function classify(evidence: Evidence): Verdict {
  const reading = readEvidence(evidence);
  const asked = TIERS.flatMap((tier) => askAll(tier, reading));
  const deciding = asked.findIndex(({ finding, closed }) => finding !== null && closed === null);
  const decided = asked[deciding];
  const finding = decided?.finding ?? unexplained(reading);
  const before = deciding === -1 ? asked : asked.slice(0, deciding);
  return compose(reading, {
    rule: decided?.rule ?? null,
    finding,
    competing: [
      ...provisional(before),
      ...(decided === undefined ? [] : overruled(asked.slice(deciding + 1), decided)),
      ...finding.competing,
    ],
    passedOver: before.map(({ rule, because }) => ({ rule: rule.id, because })),
  });
}

/** The longest sentence of a verdict, in characters. */
const SUMMARY_LENGTH = 400;

/** What one rule said. `closed` is why its tier's word does not count yet. */
interface Asked {
  readonly tier: Tier;
  readonly rule: Rule;
  readonly finding: Finding | null;
  readonly closed: string | null;
  readonly because: string;
}

function askAll(tier: Tier, reading: Reading): readonly Asked[] {
  const closed = tier.closed(reading);
  return tier.rules.map((rule) => {
    const answer = rule.judge(reading);
    if (answer.kind === "abstains")
      return { tier, rule, finding: null, closed, because: quotable(answer.because) };
    return { tier, rule, finding: answer, closed, because: closed ?? "it decided" };
  });
}

/** What would be the verdict if the run were over. Where a cause is known, its symptoms say nothing more. */
function provisional(asked: readonly Asked[]): readonly Competing[] {
  const caused = asked.some(
    ({ rule, finding, closed }) => finding !== null && closed !== null && rule.names === "cause",
  );
  return asked.flatMap(({ rule, finding, closed }) =>
    finding === null || closed === null || (caused && rule.names !== "cause")
      ? []
      : [
          {
            code: rule.code,
            because: quotable(finding.summary, SUMMARY_LENGTH),
            decidedBy: "the end of the agent container",
          },
        ],
  );
}

/** Later explanations that fit as well. How a run ended does not compete with why, nor does a state with an end. */
function overruled(asked: readonly Asked[], winner: Asked): readonly Competing[] {
  return asked.flatMap(({ tier, rule, finding }) => {
    if (finding === null || rule.names === "state") return [];
    if (rule.names === "remainder" && tier === winner.tier) return [];
    if (rule.names === "symptom" && winner.rule.names !== "symptom") return [];
    return [
      { code: rule.code, because: quotable(finding.summary, SUMMARY_LENGTH), decidedBy: rule.decidedBy },
    ];
  });
}

function unexplained({ evidence, end, job }: Reading): Finding {
  return find({
    confidence: "guess",
    summary: "The evidence fits no known ending; its facts are quoted as they stand.",
    claims: [
      ...(end.kind === "ended" ? cite(evidence, "its exit", end.path) : []),
      ...cite(evidence, "the look-up of the pod", "pod.kind"),
      ...cite(evidence, "the look-up of the Job", "job.kind"),
      ...(job === null ? [] : cite(evidence, "the Job's first condition", `${job.path}.conditions.0.type`)),
      ...cite(evidence, "bytes that arrived", "stream.counts.bytes"),
    ],
  });
}

function compose(
  reading: Reading,
  decision: {
    readonly rule: Rule | null;
    readonly finding: Finding;
    readonly competing: readonly Competing[];
    readonly passedOver: readonly PassedOver[];
  },
): Verdict {
  const { finding, rule } = decision;
  const code = rule?.code ?? "unknown";
  const { title, family, attribution, session, ...entry } = CODES[code];
  const outcome = rule === null && !hasEnded(reading) ? "unsettled" : entry.outcome;
  const progress = readProgress(reading);
  const flags = readFlags(reading, code);
  return {
    schemaVersion: 1,
    classifierVersion: CLASSIFIER_VERSION,
    outcome,
    code,
    family,
    title,
    attribution: finding.attribution ?? attribution,
    session,
    progress,
    confidence: noSurerThanProven(finding.confidence, finding.claims),
    summary: quotable(finding.summary, SUMMARY_LENGTH),
    resolution: quotable(resolutionOf(finding, { code, outcome, progress, flags }), SUMMARY_LENGTH),
    evidence: finding.claims,
    competing: distinct(decision.competing, code),
    missing: readMissing(reading.evidence),
    passedOver: decision.passedOver,
    rule: rule?.id ?? "unexplained",
    flags,
    usage: readUsage(reading.evidence.stream),
    retry: advise({ code, outcome, progress, session, flags, notBefore: instant(finding.notBefore) }),
  };
}

/** What to do next: what the rule knows, else what the code asks for; a pod that may be alive goes before both. */
function resolutionOf(
  finding: Finding,
  { code, outcome, progress, flags }: Pick<Verdict, "code" | "outcome" | "progress" | "flags">,
): string {
  const { resolve, unbegun } = CODES[code];
  const known = isUnbegun({ progress })
    ? (finding.unbegun ?? finding.resolution ?? unbegun)
    : finding.resolution;
  const next = known ?? resolve;
  if (!flags.includes("cancel_unconfirmed")) return next;
  const isDone = outcome === "succeeded" || outcome === "cancelled";
  return isDone ? MAKE_SURE : `${MAKE_SURE} ${next}`;
}

const MAKE_SURE = "Make sure that the pod is gone, for nobody saw the agent end.";

/** `confirmed` needs a fact of the cluster, or the agent's own result. */
function noSurerThanProven(confidence: Confidence, claims: readonly Claim[]): Confidence {
  const proof = claims.some(({ source, path }) => source === "cluster" || path.startsWith("stream.results."));
  return confidence === "confirmed" && !proof ? "likely" : confidence;
}

function distinct(competing: readonly Competing[], code: Code): readonly Competing[] {
  return competing.filter(
    (one, index) => one.code !== code && competing.findIndex((other) => other.code === one.code) === index,
  );
}

/** The range of instants that ECMAScript can spell. */
const LAST_INSTANT = 8.64e15;

function instant(at: number | null): string | null {
  return at === null || !Number.isFinite(at) || Math.abs(at) > LAST_INSTANT
    ? null
    : new Date(at).toISOString();
}
