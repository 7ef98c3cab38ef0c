import { CODES, RULES } from "@runverdict/classifier";

/**
 * What is wrong with the shape of a verdict, by path; nothing for a good one. It is written from the contract, with the
 * words spelled out again, so that a change of the types is noticed here.
 */
export function faultsOf(verdict: unknown): readonly string[] {
  return fields(verdict, "verdict", {
    schemaVersion: is(1),
    classifierVersion: line(40, /^\d+\.\d+\.\d+$/),
    outcome: oneOf("succeeded", "failed", "cancelled", "timed_out", "unsettled"),
    code: oneOf(...Object.keys(CODES)),
    family: oneOf(
      "success",
      "agent",
      "provider",
      "config",
      "limits",
      "infrastructure",
      "intent",
      "observation",
      "unknown",
    ),
    title: line(60),
    attribution: oneOf("agent", "provider", "user", "configuration", "platform", "runner", "nobody"),
    session: oneOf("keep", "drop", "none"),
    progress: (value, path) => [
      ...fields(value, path, { atLeast: oneOf(...PROGRESS), atMost: oneOf(...PROGRESS) }),
      ...inOrder(value, path),
    ],
    confidence: oneOf("confirmed", "likely", "guess"),
    summary: line(400),
    resolution: line(400),
    evidence: list(claim),
    competing: list(competing),
    missing: list(line(80)),
    passedOver: list(passedOver),
    rule: oneOf(...RULES.map(({ id }) => id), "unexplained"),
    flags: list(oneOf(...FLAGS)),
    usage,
    retry,
  });
}

type Check = (value: unknown, path: string) => readonly string[];

const PROGRESS = ["not_created", "not_started", "started", "initialised", "content", "result"];

const FLAGS = [
  "killed_after_result",
  "unclean_exit",
  "cancel_raced",
  "tools_denied",
  "mcp_failed",
  "retried",
  "fell_back",
  "usage_warning",
  "session_writes_lost",
  "background_work_lost",
  "child_oom",
  "sidecar_oom",
  "disrupted",
  "log_head_lost",
  "log_gap",
  "sidecar_still_running",
  "forged_result",
  "cancel_unconfirmed",
];

const claim: Check = (value, path) =>
  fields(value, path, {
    claim: line(240),
    quote: line(240, /^/),
    path: line(200, /^(?:stream|pod|job|events|run|now)\b/),
    source: oneOf("cluster", "agent", "runner"),
  });

const competing: Check = (value, path) =>
  fields(value, path, { code: oneOf(...Object.keys(CODES)), because: line(400), decidedBy: line(240) });

const passedOver: Check = (value, path) =>
  fields(value, path, { rule: oneOf(...RULES.map(({ id }) => id)), because: line(240) });

const count: Check = (value, path) =>
  value === null || typeof value === "number" ? [] : [`${path}: no figure`];

const usage: Check = (value, path) =>
  fields(value, path, {
    provenance: oneOf("reported", "partial", "unknown"),
    inputTokens: count,
    outputTokens: count,
    cacheReadTokens: count,
    cacheCreationTokens: count,
    costUsd: count,
  });

const retry: Check = (value, path) =>
  fields(value, path, {
    action: oneOf(
      "none",
      "retry",
      "retry_after",
      "resume",
      "fresh_session",
      "more_memory",
      "more_disk",
      "fix_config",
      "wait",
    ),
    notBefore: orNull(line(40, /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)),
    hint: orNull(line(160)),
  });

function fields(value: unknown, path: string, checks: Readonly<Record<string, Check>>): readonly string[] {
  if (typeof value !== "object" || value === null) return [`${path}: no object`];
  const strays = Object.keys(value).filter((key) => !Object.hasOwn(checks, key));
  return [
    ...strays.map((key) => `${path}.${key}: unknown`),
    ...Object.entries(checks).flatMap(([key, check]) => {
      const property = Object.getOwnPropertyDescriptor(value, key);
      return property === undefined ? [`${path}.${key}: missing`] : check(property.value, `${path}.${key}`);
    }),
  ];
}

function list(check: Check): Check {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((one, index) => check(one, `${path}.${index}`))
      : [`${path}: no list`];
}

function oneOf(...words: readonly string[]): Check {
  return (value, path) => (words.some((word) => word === value) ? [] : [`${path}: ${String(value)}`]);
}

function is(wanted: unknown): Check {
  return (value, path) => (value === wanted ? [] : [`${path}: ${String(value)}`]);
}

function orNull(check: Check): Check {
  return (value, path) => (value === null ? [] : check(value, path));
}

/** One line that a terminal can show, not longer than it may be, that says something. */
function line(longest: number, shape = /\S/): Check {
  return (value, path) => {
    if (typeof value !== "string") return [`${path}: no text`];
    if (value.length > longest) return [`${path}: ${value.length} characters`];
    return shape.test(value) ? [] : [`${path}: ${JSON.stringify(value)}`];
  };
}

function inOrder(value: unknown, path: string): readonly string[] {
  if (typeof value !== "object" || value === null || !("atLeast" in value) || !("atMost" in value)) return [];
  const places = [value.atLeast, value.atMost].map((word) => PROGRESS.indexOf(String(word)));
  return (places[0] ?? 0) <= (places[1] ?? 0) ? [] : [`${path}: proven beyond what is possible`];
}
