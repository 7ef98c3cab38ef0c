import fc from "fast-check";
import type { CreateAnswer, Intent, LogTestimony, ProcessExit, RunTestimony } from "../evidence.ts";
import { anyInstant } from "./instants.ts";
import { CREATE_MESSAGES, EXIT_CODES } from "./kubernetes-words.ts";
import type { FactsOptions } from "./pod-facts.ts";
import { HARNESS_TEXTS } from "./harness-words.ts";
import { orNull, seldom, wordOf } from "./texts.ts";

/** Up to three things that we set out to do, in any order, with or without a phase and an instant. */
export function intents({ instant = anyInstant() }: FactsOptions = {}): fc.Arbitrary<readonly Intent[]> {
  const intent = fc.record({
    kind: fc.constantFrom(
      "cancel" as const,
      "deadline" as const,
      "deadline" as const,
      "teardown" as const,
      "budget" as const,
    ),
    phase: fc.constantFrom(
      "schedule" as const,
      "start" as const,
      "first_output" as const,
      "idle" as const,
      "run" as const,
      "drain" as const,
      null,
    ),
    at: orNull(instant),
    by: orNull(wordOf(["user", "runner", "system"])),
  });
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(intent, { maxLength: 3 }) },
  );
}

/** Whatever the runner may say of its own part. */
export function testimony({ instant = anyInstant() }: FactsOptions = {}): fc.Arbitrary<RunTestimony> {
  return fc.record({
    agentContainer: seldom(wordOf(["agent"])),
    exit: seldom(processExit()),
    create: seldom(createAnswer()),
    intents: intents({ instant }),
    limits: fc.record({ runMs: seldom(fc.oneof(fc.integer({ min: 0, max: 7_200_000 }), instant)) }),
    log: orNull(logTestimony()),
    schemaRequested: fc.constantFrom(false, false, true),
    stderr: fc.oneof(
      { withCrossShrink: true },
      { weight: 3, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.array(
          fc.record({ line: fc.integer({ min: 1, max: 99 }), text: wordOf(HARNESS_TEXTS) }),
          {
            maxLength: 3,
          },
        ),
      },
    ),
  });
}

function processExit(): fc.Arbitrary<ProcessExit> {
  return fc.oneof(
    fc.record({ kind: fc.constant("code" as const), code: fc.constantFrom(...EXIT_CODES) }),
    fc.record({
      kind: fc.constant("signal" as const),
      signal: wordOf(["SIGKILL", "SIGTERM", "SIGSEGV", "SIGABRT"]),
    }),
  );
}

/** How a create may have been answered; what the runner's admission says itself is among the reasons. */
export function createAnswer(): fc.Arbitrary<CreateAnswer> {
  return fc.record({
    outcome: fc.constantFrom(
      "created" as const,
      "adopted" as const,
      "conflict" as const,
      "blocked" as const,
      "rejected" as const,
      "rejected" as const,
      "rejected" as const,
      "unknown" as const,
    ),
    http: fc.constantFrom(null, 400, 401, 403, 403, 404, 409, 413, 422, 429, 500, 503, 504, 418),
    reason: seldom(
      wordOf(["concurrent_run_blocked", "guard_unreachable", "name_conflict", "Forbidden", "Invalid"]),
    ),
    message: orNull(wordOf(CREATE_MESSAGES)),
  });
}

function logTestimony(): fc.Arbitrary<LogTestimony> {
  return fc.record({
    completeness: fc.constantFrom("complete", "unproven", "head_lost", "gap", "tail_lost", null),
    end: fc.constantFrom("eof", "reset", "open", null),
  });
}
