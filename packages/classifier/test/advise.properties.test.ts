import {
  advise,
  ADVICE,
  classify,
  CODES,
  type Code,
  type Evidence,
  type RetryAction,
  type Verdict,
} from "@runverdict/classifier";
import { plausibleEvidence } from "@runverdict/classifier/arbitraries";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyRun, times } from "./properties/any-run.ts";
import { killedWithoutAReason } from "./properties/pinned.ts";
import { reached } from "../../../test/support/reached.ts";

/** Actions that start the agent in some way. */
const STARTING: readonly RetryAction[] = [
  "retry",
  "retry_after",
  "resume",
  "fresh_session",
  "more_memory",
  "more_disk",
];

test("for all verdicts a run is retried only when it can't have started", () => {
  const seen = reached("never created", "never started", "resumed instead");
  fc.assert(
    fc.property(fc.oneof(anyRun(), lateRun()), policy(), (run, wishes) => {
      const verdict = classify(run);
      const { action } = advised(verdict, wishes);
      const { atMost } = verdict.progress;
      seen.when("never created", action === "retry" && atMost === "not_created");
      seen.when("never started", action === "retry" && atMost === "not_started");
      seen.when("resumed instead", action === "resume" && ADVICE[verdict.code] === "retry");
      if (action === "retry") expect(["not_created", "not_started"]).toContain(atMost);
    }),
    times(4),
  );
  seen.expectAll();
});

test("for all runs of the small world that may be retried, the agent never started", () => {
  const seen = reached("may be retried", "a started run");
  fc.assert(
    fc.property(plausibleEvidence(), ({ evidence, informed, truth }) => {
      for (const run of [evidence, informed]) {
        const { action } = classify(run).retry;
        seen.when("may be retried", action === "retry");
        seen.when("a started run", truth.agent !== "never-started");
        if (action === "retry") expect(truth.agent).toBe("never-started");
      }
    }),
    times(4),
  );
  seen.expectAll();
});

test("for all runs whose agent is seen running, nothing is started beside it", () => {
  const seen = reached("it gave a result already", "it said nothing yet", "its node is out of reach");
  const fates = ["it runs", "it runs and says nothing", "its node is out of reach"];
  fc.assert(
    fc.property(plausibleEvidence({ fates }), policy(), ({ informed, truth }, wishes) => {
      const verdict = classify(informed);
      seen.when("it gave a result already", verdict.progress.atLeast === "result");
      seen.when("it said nothing yet", informed.stream?.counts.bytes === 0);
      seen.when("its node is out of reach", truth.fate === "its node is out of reach");
      expect(STARTING).not.toContain(advised(verdict, { ...wishes, actions: {} }).action);
    }),
    times(2),
  );
  seen.expectAll();
});

test("for all runs that are not over, the advice starts nothing, whatever the policy wants", () => {
  const seen = reached("a policy that wants more", "wait");
  fc.assert(
    fc.property(anyRun(), policy(), (run, wishes) => {
      const verdict = classify(run);
      if (verdict.outcome !== "unsettled") return;
      const { action } = advised(verdict, wishes);
      seen.when("a policy that wants more", STARTING.includes(wishes.actions[verdict.code] ?? "none"));
      seen.when("wait", action === "wait");
      expect(STARTING).not.toContain(action);
    }),
    times(5),
  );
  seen.expectAll();
});

test("for all verdicts whose stop was not confirmed, nothing is started beside the pod that may be alive", () => {
  const seen = reached("seen running", "out of sight");
  const cancel = { kind: "cancel" as const, phase: null, at: null, by: "user" };
  const fates = ["it runs", "its node is out of reach"];
  fc.assert(
    fc.property(
      plausibleEvidence({ fates }),
      fc.constantFrom(...STARTING),
      ({ evidence, informed }, action) => {
        for (const run of [evidence, informed]) {
          const verdict = classify({ ...run, run: { ...run.run, intents: [cancel] } });
          if (!verdict.flags.includes("cancel_unconfirmed")) continue;
          seen.when("seen running", run.pod.kind === "found");
          seen.when("out of sight", run.pod.kind === "unavailable");
          const eager = {
            sessionDurable: true,
            attempts: 0,
            maxAttempts: 9,
            actions: { [verdict.code]: action },
          };
          expect(STARTING).not.toContain(advised(verdict, eager).action);
        }
      },
    ),
  );
  seen.expectAll();
});

test("for all policies the tries end", () => {
  const seen = reached("tried again", "not any more");
  fc.assert(
    fc.property(anyRun(), policy(), (run, wishes) => {
      const verdict = classify(run);
      const tries = [0, 1, 2, 3, 9].map((attempts) =>
        STARTING.includes(advised(verdict, { ...wishes, attempts }).action),
      );
      seen.when("tried again", tries[0] === true);
      seen.when("not any more", tries[0] === true && tries[4] === false);
      expect(tries.slice(wishes.maxAttempts)).not.toContain(true);
      expect(tries.toSorted((one, other) => Number(other) - Number(one))).toEqual(tries);
    }),
    {
      ...times(2),
      examples: [[killedWithoutAReason, { sessionDurable: true, attempts: 0, maxAttempts: 0, actions: {} }]],
    },
  );
  seen.expectAll();
});

test("for all verdicts the advice within is the one that advise gives by default", () => {
  fc.assert(
    fc.property(anyRun(), (run) => {
      const verdict = classify(run);
      expect(advise({ ...verdict, notBefore: verdict.retry.notBefore })).toEqual(verdict.retry);
    }),
    times(2),
  );
});

/** A run that we gave up on when it had just started, which not everybody saw. */
function lateRun(): fc.Arbitrary<Evidence> {
  return plausibleEvidence({ fates: ["it starts when we have given up on it"] }).map((run) => run.evidence);
}

interface Wishes {
  readonly sessionDurable: boolean;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly actions: Readonly<Partial<Record<Code, RetryAction>>>;
}

function policy(): fc.Arbitrary<Wishes> {
  const codes = Object.keys(CODES).filter((code): code is Code => Object.hasOwn(CODES, code));
  const action = fc.constantFrom<RetryAction>(...STARTING, "none", "wait", "fix_config");
  const actions = fc.array(fc.tuple(fc.constantFrom(...codes), action), { maxLength: 40 });
  return fc.record({
    sessionDurable: fc.boolean(),
    attempts: fc.constantFrom(0, 0, 1, 2),
    maxAttempts: fc.constantFrom(0, 1, 3),
    actions: fc.oneof(
      fc.constant({}),
      actions.map((pairs) => Object.fromEntries(pairs)),
      action.map((every) => Object.fromEntries(codes.map((code) => [code, every]))),
    ),
  });
}

function advised(verdict: Verdict, wishes: Wishes): ReturnType<typeof advise> {
  return advise({ ...verdict, notBefore: verdict.retry.notBefore }, wishes);
}
