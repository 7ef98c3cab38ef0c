import {
  classify,
  type Evidence,
  type Intent,
  lastKnown,
  noEvidence,
  type PodFacts,
} from "@runverdict/classifier";
import {
  eventFacts,
  evidence,
  FATES,
  intents,
  jobFacts,
  lookup,
  plausibleEvidence,
  plausibleInstant,
  podFacts,
  terminatedState,
} from "@runverdict/classifier/arbitraries";
import { parseTranscript } from "@runverdict/stream-parser";
import { cleanTranscript, failingTranscript } from "@runverdict/stream-parser/arbitraries";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyRun, times } from "./properties/any-run.ts";
import { confirmedTooSoon, lostAnswerBesideItsPod } from "./properties/pinned.ts";
import { POISON, poisoned } from "./properties/poison.ts";
import { reached } from "../../../test/support/reached.ts";

test("for all runs that succeeded the agent's own last result is good", () => {
  const seen = reached("an exit of 0", "a kill after it", "a cancel beside it", "no end seen");
  fc.assert(
    fc.property(fc.oneof(anyRun(), finishing()), (run) => {
      const { outcome, code, flags } = classify(run);
      expect(outcome === "succeeded").toBe(code === "succeeded");
      if (outcome !== "succeeded") return;
      const own = run.stream?.results.kept.filter(
        ({ sessionId }) =>
          run.stream?.session.id === null ||
          [run.stream?.session.id, run.stream?.session.init?.sessionId].includes(sessionId),
      );
      const good = own?.some(({ isError, subtype, blank, structuredOutput, localCommand, numTurns }) => {
        const says = blank === false || structuredOutput || localCommand || numTurns === 0;
        return isError !== true && subtype?.startsWith("error") !== true && says;
      });
      const end = lastKnown(run.pod)?.agent?.state;
      seen.when("an exit of 0", end?.kind === "terminated" && end.exitCode === 0);
      seen.when("a kill after it", flags.includes("killed_after_result"));
      seen.when("a cancel beside it", flags.includes("cancel_raced"));
      seen.when("no end seen", end === undefined);
      expect(good).toBe(true);
    }),
    times(4),
  );
  seen.expectAll();
});

test("for all that is learnt of the cluster a success stays one, unless the container is seen running", () => {
  const seen = reached("a failed pod", "a pod that is gone", "a Job that failed", "a running container");
  fc.assert(
    fc.property(
      fc.oneof(evidence(), finishing()),
      lookup(podFacts()),
      lookup(jobFacts()),
      lookup(fc.array(eventFacts(), { maxLength: 3 })),
      (run, pod, job, events) => {
        if (classify(run).code !== "succeeded") return;
        const learnt = { ...run, pod, job, events };
        const { code } = classify(learnt);
        const runs = pod.kind === "found" && pod.value.agent?.state.kind === "running";
        seen.when("a failed pod", pod.kind === "found" && pod.value.phase === "Failed");
        seen.when("a pod that is gone", pod.kind === "absent");
        seen.when(
          "a Job that failed",
          job.kind === "found" && job.value.conditions.some(({ type }) => type === "Failed"),
        );
        seen.when("a running container", runs && code !== "succeeded");
        if (!runs) expect(code).toBe("succeeded");
      },
    ),
    times(4),
  );
  seen.expectAll();
});

test("for all kills without a reason nobody speaks of memory", () => {
  const seen = reached(
    "killed",
    "exit 137 and a result",
    "OOMKilled without a limit",
    "OOMKilled with a limit",
  );
  fc.assert(
    fc.property(
      evidence(),
      podFacts(),
      terminatedState(),
      fc.constantFrom("Error", null, "OOMKilled"),
      (run, pod, end, reason) => {
        const state = { ...end, exitCode: 137, reason };
        const agent = {
          name: "agent",
          state,
          lastTerminated: null,
          restarts: 0,
          memoryLimit: pod.agent?.memoryLimit ?? null,
        };
        const killed: Evidence = { ...run, pod: { kind: "found", value: { ...pod, jobUid: null, agent } } };
        const { code, retry } = classify(killed);
        const byNode =
          lastKnown(run.events)?.some(({ reason: why }) => why === "SystemOOM" || why === "OOMKilling") ===
          true;
        seen.when("killed", code === "killed");
        seen.when("exit 137 and a result", reason !== "OOMKilled" && code === "succeeded");
        seen.when("OOMKilled without a limit", code === "oom_node" && agent.memoryLimit === null);
        seen.when("OOMKilled with a limit", code === "oom_killed");
        if (reason !== "OOMKilled") {
          expect(code).not.toBe("oom_killed");
          if (!byNode) expect(code).not.toBe("oom_node");
          expect(retry.action).not.toBe("more_memory");
        }
        if (agent.memoryLimit === null) expect(retry.action).not.toBe("more_memory");
      },
    ),
    times(4),
  );
  seen.expectAll();
});

test("for all runs that we meant to end, or to tear down, nothing is called external", () => {
  const teardown: Intent = { kind: "teardown", phase: "drain", at: null, by: "runner" };
  const seen = reached("external without us", "a teardown of ours", "gone all the same");
  fc.assert(
    fc.property(anyRun(), fc.oneof(intents(), fc.constant([teardown])), (run, meant) => {
      const without = classify({ ...run, run: { ...run.run, intents: [] } });
      seen.when("external without us", without.code === "deleted_externally");
      if (meant.length === 0) return;
      const verdict = classify({ ...run, run: { ...run.run, intents: meant } });
      seen.when(
        "a teardown of ours",
        without.code === "deleted_externally" && meant.every(({ kind }) => kind === "teardown"),
      );
      seen.when("gone all the same", without.code === "deleted_externally");
      const codes = [verdict.code, ...verdict.competing.map(({ code }) => code)];
      expect(codes).not.toContain("deleted_externally");
      expect(codes).not.toContain("suspended_externally");
    }),
    times(4),
  );
  seen.expectAll();
});

test("for all runs before their known deadline nobody says that they timed out", () => {
  const seen = reached("a deadline of ours that fired too early", "exit 124", "still running");
  const drawn = fc.record({
    startedAt: plausibleInstant(),
    runMs: fc.integer({ min: 2000, max: 7_200_000 }),
    part: fc.integer({ min: 0, max: 999 }),
    exitCode: fc.constantFrom(124, 124, 143, 137, null),
    fired: fc.boolean(),
  });
  fc.assert(
    fc.property(
      evidence({ instant: plausibleInstant() }),
      podFacts(),
      drawn,
      (run, pod, { startedAt, runMs, part, exitCode, fired }) => {
        const at = startedAt + Math.floor((runMs * part) / 1000);
        const ended = {
          kind: "terminated" as const,
          reason: "Error",
          message: null,
          signal: null,
          startedAt,
          exitCode,
          finishedAt: at,
        };
        const state = exitCode === null ? { kind: "running" as const, startedAt } : ended;
        const agent = { name: "agent", state, lastTerminated: null, restarts: 0, memoryLimit: null };
        const deadline: Intent = { kind: "deadline", phase: "run", at, by: "runner" };
        const early: Evidence = {
          ...run,
          pod: { kind: "found", value: { ...pod, jobUid: null, phase: "Running", reason: null, agent } },
          job: { kind: "not_asked" },
          run: { ...run.run, intents: fired ? [deadline] : [], limits: { runMs } },
          now: at,
        };
        seen.when("a deadline of ours that fired too early", fired && exitCode === 143);
        seen.when("exit 124", exitCode === 124 && classify(early).code === "exited");
        seen.when("still running", exitCode === null);
        expect(classify(early).outcome).not.toBe("timed_out");
      },
    ),
    times(3),
  );
  seen.expectAll();
});

test("for all runs of which only look-up errors are known, nothing is called an end", () => {
  const seen = reached("no output at all", "half a transcript", "a created Job", "a lost answer");
  const failed = fc.constantFrom(
    { kind: "unavailable", lastSeen: null } as const,
    { kind: "not_asked" } as const,
  );
  const stream = fc.oneof(
    fc.constant(null),
    fc.constant(new Uint8Array()),
    fc
      .constantFrom("killed-in-a-tool" as const, "killed-before-the-result" as const)
      .chain((failure) => failingTranscript(failure).map(({ bytes }) => bytes)),
  );
  const create = fc.constantFrom(null, "created" as const, "adopted" as const, "unknown" as const);
  fc.assert(
    fc.property(failed, failed, failed, stream, create, (pod, job, events, bytes, outcome) => {
      const answer = outcome === null ? null : { outcome, http: null, reason: null, message: null };
      const {
        outcome: said,
        code,
        retry,
      } = classify({
        ...noEvidence,
        pod,
        job,
        events,
        stream: bytes === null ? null : parseTranscript(bytes),
        run: { ...noEvidence.run, create: answer },
      });
      // A turn before the one that was cut may have gone well: then its word counts until it is taken back.
      seen.when("no output at all", bytes === null);
      seen.when("half a transcript", bytes !== null && bytes.length > 0);
      seen.when("a created Job", outcome === "created");
      seen.when("a lost answer", code === "observer_blind" && outcome === "unknown");
      expect([said, retry.action]).toEqual(["unsettled", "wait"]);
    }),
    times(2),
  );
  seen.expectAll();
});

test("for all runs of which a pod, or output, was seen nobody says that they were never created", () => {
  const seen = reached("a refused create", "a lost answer");
  fc.assert(
    fc.property(anyRun(), (run) => {
      const { outcome } = run.run.create ?? { outcome: null };
      const pod = lastKnown(run.pod);
      const ours = pod !== null && (pod.jobUid === null || lastKnown(run.job) === null);
      if (!ours && (run.stream?.counts.bytes ?? 0) === 0) return;
      const { code, progress } = classify(run);
      seen.when("a refused create", outcome === "rejected");
      seen.when("a lost answer", outcome === "unknown");
      expect(progress.atMost).not.toBe("not_created");
      expect(NEVER_CREATED).not.toContain(code);
    }),
    { ...times(3), examples: [[lostAnswerBesideItsPod]] },
  );
  seen.expectAll();
});

test("for all words of the model, of tools and of hooks the verdict is the same", () => {
  const seen = reached("a tool's output", "the model's prose", "a hook's output", "a failure", "a success");
  fc.assert(
    fc.property(
      cleanTranscript(),
      fc.constantFrom(...POISON),
      fc.constantFrom(0, 1, 1, 134, 137, null),
      fc.boolean(),
      (transcript, poison, code, plain) => {
        const other = poisoned(transcript, poison, (kind) => seen.when(kind, true));
        const [verdict, same] = [transcript, other].map(({ bytes }) =>
          classify({
            ...noEvidence,
            stream: parseTranscript(bytes),
            run: {
              ...noEvidence.run,
              exit: code === null ? null : { kind: "code", code },
              log: plain ? null : { completeness: "complete", end: "eof" },
            },
          }),
        );
        seen.when("a failure", verdict?.outcome === "failed");
        seen.when("a success", verdict?.outcome === "succeeded");
        // How much was written is quoted here and there; nothing else may differ.
        expect({ ...same, evidence: [] }).toEqual({ ...verdict, evidence: [] });
        expect(same?.evidence.map(({ path }) => path)).toEqual(verdict?.evidence.map(({ path }) => path));
      },
    ),
    times(2),
  );
  seen.expectAll();
});

test("for all that is learnt of a run, what was confirmed is still told, and what stays is at least as sure", () => {
  const seen = reached("confirmed", "surer", "as sure", "another code", "the same, in more words");
  const sureness = ["guess", "likely", "confirmed"];
  fc.assert(
    fc.property(plausibleEvidence(), ({ evidence: run, informed }) => {
      const [before, after] = [classify(run), classify(informed)];
      // A run that was not over may have ended since.
      if (before.outcome === "unsettled") return;
      const [was, is] = [sureness.indexOf(before.confidence), sureness.indexOf(after.confidence)];
      seen.when("confirmed", before.confidence === "confirmed");
      seen.when("surer", is > was);
      seen.when("as sure", is === was);
      seen.when("another code", before.code !== after.code);
      seen.when("the same, in more words", REFINED[before.code]?.includes(after.code) === true);
      if (before.confidence === "confirmed" && REFINED[before.code]?.includes(after.code) !== true) {
        // A cluster's deadline outranks the agent's own error; both are true, and both are told.
        expect([after.code, ...after.competing.map(({ code }) => code)]).toContain(before.code);
      }
      if (before.code === after.code && is < was) expect(after.competing).not.toEqual([]);
    }),
    { ...times(5), examples: confirmedTooSoon.map((run) => [run]) },
  );
  seen.expectAll();
});

test("for all cancels that came before the end, nothing is started again", () => {
  const seen = reached("cancelled", "it had succeeded", "it still runs");
  fc.assert(
    fc.property(anyRun(), plausibleInstant(), fc.nat({ max: 60_000 }), (run, at, laterMs) => {
      const ended = withEnd(run, at + laterMs);
      const cancel: Intent = { kind: "cancel", phase: null, at, by: "user" };
      const { code, retry, flags } = classify({
        ...ended,
        run: { ...ended.run, intents: [...run.run.intents, cancel] },
      });
      seen.when("cancelled", code === "cancelled");
      seen.when("it had succeeded", code === "succeeded" && flags.includes("cancel_raced"));
      seen.when("it still runs", flags.includes("cancel_unconfirmed"));
      expect(["cancelled", "succeeded"]).toContain(code);
      expect(retry.action).toBe("none");
    }),
    times(2),
  );
  seen.expectAll();
});

test("for all fates the newest state of the pod alone is enough, where Kubernetes writes the cause on the pod", () => {
  const fates = FATES.filter((fate) =>
    /^(?:it passes its (?:memory|disk) limit|the node (?:is under|shuts)|a more important)/.test(fate),
  );
  fc.assert(
    fc.property(plausibleEvidence({ fates }), ({ informed, truth }) => {
      const alone = { ...informed, stream: null, job: noEvidence.job, events: noEvidence.events };
      const { code, confidence } = classify(alone);
      expect([FATE_CODES[truth.fate], confidence]).toEqual([code, "confirmed"]);
    }),
  );
  expect(fates.length).toBe(5);
});

/** Codes that say what is certain without the cause, and the causes that whoever looks closer may find behind them. */
const REFINED: Readonly<Record<string, readonly string[]>> = {
  start_timeout: ["volume_unavailable", "sandbox_failed"],
  image_pull_failed: ["image_not_found", "image_auth"],
  pod_never_created: ["quota_exceeded", "admission_denied"],
  evicted: ["node_shutdown"],
};

const FATE_CODES: Readonly<Record<string, string>> = {
  "it passes its memory limit": "oom_killed",
  "it passes its disk limit": "disk_limit_exceeded",
  "the node is under pressure": "evicted",
  "the node shuts down": "node_shutdown",
  "a more important pod comes": "preempted",
};

const NEVER_CREATED: readonly string[] = [
  "concurrent_run_blocked",
  "orphan_task_unknown",
  "orphan_session_mismatch",
  "guard_unreachable",
  "name_conflict",
  "agent_id_invalid",
  "secret_create_failed",
  "unauthenticated",
  "api_unavailable",
  "namespace_gone",
  "job_rejected",
  "forbidden",
];

/** A run that may have come to a good end, whatever happened to its pod. */
function finishing(): fc.Arbitrary<Evidence> {
  const fates = [
    "it finishes",
    "it finishes with an unclean exit",
    "the user cancels it",
    "the node is drained",
  ];
  return plausibleEvidence({ fates }).map((run) => run.evidence);
}

/** The same run; if its pod was seen ended, it ended at this instant, and else it runs on or is gone unseen. */
function withEnd(run: Evidence, finishedAt: number): Evidence {
  const ending = (pod: PodFacts): PodFacts => {
    const state = pod.agent?.state;
    const over = state?.kind === "terminated" ? { ...state, finishedAt } : state;
    const last = pod.agent?.lastTerminated ?? null;
    const agent =
      pod.agent === null || over === undefined
        ? null
        : { ...pod.agent, state: over, lastTerminated: last === null ? null : { ...last, finishedAt } };
    return { ...pod, agent, deletionAt: null };
  };
  const pod = run.pod.kind === "found" ? { kind: "found" as const, value: ending(run.pod.value) } : run.pod;
  if (pod.kind === "found" || pod.kind === "not_asked") return { ...run, pod };
  return { ...run, pod: { ...pod, lastSeen: pod.lastSeen === null ? null : ending(pod.lastSeen) } };
}
