import { classify, RULES, type Verdict } from "@runverdict/classifier";
import {
  evidence,
  FATES,
  jobFacts,
  plausibleEvidence,
  plausibleInstant,
  podFacts,
} from "@runverdict/classifier/arbitraries";
import { readEvents, readJob, readPod } from "@runverdict/classifier/kubernetes";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyRun, plausibleRun, times } from "./properties/any-run.ts";
import { countReads } from "./properties/counted-reads.ts";
import { deepFrozen } from "./properties/leaves.ts";
import { reached } from "../../../test/support/reached.ts";
import { faultsOf } from "./properties/verdict-shape.ts";

test("for all evidence there is a verdict, and it has the shape that is promised", () => {
  const seen = reached("succeeded", "failed", "cancelled", "timed_out", "unsettled", "unknown");
  fc.assert(
    fc.property(anyRun(), (run) => {
      const verdict = classify(run);
      seen.when(verdict.outcome, true);
      seen.when("unknown", verdict.code === "unknown");
      expect(faultsOf(verdict)).toEqual([]);
    }),
    times(4),
  );
  seen.expectAll();
});

test("for all objects that pretend to come from an API server there is a verdict", () => {
  const seen = reached("a pod", "a Job", "Events", "nothing");
  const junk = fc.oneof(fc.anything(), apiObject());
  fc.assert(
    fc.property(
      evidence(),
      junk,
      junk,
      junk,
      fc.constantFrom("agent", null),
      (run, one, two, three, agentContainer) => {
        const pod = readPod(one, { agentContainer });
        const job = readJob(two);
        const events = readEvents(three);
        seen.when("a pod", pod !== null);
        seen.when("a Job", job !== null);
        seen.when("Events", events !== null && events.length > 0);
        seen.when("nothing", pod === null && job === null && events === null);
        const verdict = classify({
          ...run,
          pod: pod === null ? { kind: "not_asked" } : { kind: "found", value: pod },
          job: job === null ? { kind: "not_asked" } : { kind: "found", value: job },
          events: events === null ? { kind: "not_asked" } : { kind: "found", value: events },
        });
        expect(faultsOf(verdict)).toEqual([]);
      },
    ),
  );
  seen.expectAll();
});

test("for all evidence the verdict is the same each time, and nothing of the evidence is changed", () => {
  fc.assert(
    fc.property(anyRun(), (run) => {
      const before = structuredClone(run);
      // Writing to a frozen value throws in a module.
      const verdict = classify(deepFrozen(run));
      expect(run).toEqual(before);
      expect(JSON.stringify(classify(before))).toBe(JSON.stringify(verdict));
    }),
  );
});

test("for all evidence that was written down as JSON the verdict is the same", () => {
  fc.assert(
    fc.property(evidence({ instant: plausibleInstant() }), (run) => {
      expect(JSON.stringify(classify(JSON.parse(JSON.stringify(run))))).toBe(JSON.stringify(classify(run)));
    }),
  );
});

test("for all evidence the work grows no faster than the evidence", () => {
  const seen = reached("Events", "a condition", "a sidecar");
  fc.assert(
    fc.property(anyRun(), podFacts(), jobFacts(), (run, pod, job) => {
      const once = countReads(classify, run, { pod, job }, 100);
      const twice = countReads(classify, run, { pod, job }, 200);
      seen.when("Events", run.events.kind === "found" && run.events.value.length > 0);
      seen.when("a condition", pod.conditions.length > 0);
      seen.when("a sidecar", pod.sidecars.length > 0);
      expect(twice / once).toBeLessThan(2.3);
    }),
    times(0.3),
  );
  seen.expectAll();
});

test("for all evidence one rule decides, and each rule before it said why it did not", () => {
  const order = RULES.map(({ id }) => id);
  const seen = reached("the first rule", "a later rule", "no rule", "a rule whose tier is closed");
  fc.assert(
    fc.property(anyRun(), (run) => {
      const { rule, passedOver, competing } = classify(run);
      const place = rule === "unexplained" ? order.length : order.indexOf(rule);
      seen.when("the first rule", place === 0);
      seen.when("a later rule", place > 0 && place < order.length);
      seen.when("no rule", place === order.length);
      seen.when(
        "a rule whose tier is closed",
        competing.some(({ decidedBy }) => decidedBy === "the end of the agent container"),
      );
      expect(passedOver.map((one) => one.rule)).toEqual(order.slice(0, place));
      expect(passedOver.filter(({ because }) => because.trim() === "")).toEqual([]);
    }),
    times(3),
  );
  seen.expectAll();
});

test("for all evidence other explanations compete at most once, and never with themselves", () => {
  const seen = reached("none", "one", "more");
  fc.assert(
    fc.property(anyRun(), (run) => {
      const { code, competing } = classify(run);
      const codes = competing.map((one) => one.code);
      seen.when("none", codes.length === 0);
      seen.when("one", codes.length === 1);
      seen.when("more", codes.length > 1);
      expect(codes).not.toContain(code);
      expect(codes.length).toBe(new Set(codes).size);
    }),
    times(3),
  );
  seen.expectAll();
});

test("for all evidence a verdict is confirmed only by a fact of the cluster, or by a result of the agent", () => {
  const seen = reached("a cluster's fact", "a result", "not confirmed");
  fc.assert(
    fc.property(anyRun(), (run) => {
      const { confidence, evidence: claims } = classify(run);
      seen.when("not confirmed", confidence !== "confirmed");
      if (confidence !== "confirmed") return;
      const cluster = claims.some(({ path }) => /^(?:pod|job|events|run\.create)\./.test(path));
      const result = claims.some(({ path }) => path.startsWith("stream.results.kept."));
      seen.when("a cluster's fact", cluster && !result);
      seen.when("a result", result && !cluster);
      expect(cluster || result).toBe(true);
    }),
    times(3),
  );
  seen.expectAll();
});

test("for all rules there is a run that they decide", () => {
  const missing = new Set([...RULES.map(({ id }) => id), "unexplained"]);
  const seed = fc.readConfigureGlobal().seed ?? 0;
  const look = (fates: readonly string[], numRuns: number, round: number): void => {
    for (const run of fc.sample(plausibleEvidence({ fates }), { seed: seed + round, numRuns })) {
      missing.delete(classify(run.informed).rule);
      missing.delete(classify(run.evidence).rule);
    }
  };
  for (const fate of FATES) look([fate], 3, 0);
  // Some fates come in many ways; then it takes a while.
  for (let round = 1; round <= 100 && missing.size > 0; round += 1) {
    look(["it fails", "it ends without a result"], 20, round);
    look(FATES, 10, round);
  }
  expect([...missing]).toEqual([]);
});

test("for all runs of the small world the verdict is one that fits what happened, as far as it was seen", () => {
  const seen = reached("a success", "a failure", "unsettled", "one fits", "more fit", "informed and sure");
  fc.assert(
    fc.property(plausibleEvidence(), ({ evidence: run, informed, truth }) => {
      const [verdict, better] = [classify(run), classify(informed)];
      see(verdict, truth.codes);
      seen.when("informed and sure", truth.informedCodes.length === 1);
      expect(truth.codes).toContain(verdict.code);
      expect(truth.informedCodes).toContain(better.code);
    }),
    times(6),
  );
  seen.expectAll();

  function see({ outcome }: Verdict, codes: readonly string[]): void {
    seen.when("a success", outcome === "succeeded");
    seen.when("a failure", outcome === "failed");
    seen.when("unsettled", outcome === "unsettled");
    seen.when("one fits", codes.length === 1);
    seen.when("more fit", codes.length > 1);
  }
});

/** An object with the keys of the Kubernetes API and values of any kind behind them. */
function apiObject(): fc.Arbitrary<unknown> {
  const keys = [
    "kind",
    "metadata",
    "spec",
    "status",
    "items",
    "name",
    "uid",
    "conditions",
    "containers",
    "initContainers",
    "containerStatuses",
    "state",
    "lastState",
    "terminated",
    "waiting",
    "running",
    "reason",
    "message",
    "exitCode",
    "type",
    "startedAt",
    "finishedAt",
    "ownerReferences",
    "involvedObject",
    "regarding",
    "count",
    "__proto__",
  ];
  const { object } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
    object: fc.dictionary(fc.constantFrom(...keys), tie("value"), { minKeys: 2, maxKeys: 9 }),
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(
        "Pod",
        "Job",
        "EventList",
        "agent",
        "True",
        "2026-11-20T20:00:00Z",
        "1970-01-01T00:00:00Z",
      ),
      fc.anything({ maxDepth: 1 }),
      tie("object"),
      fc.array(tie("object"), { maxLength: 3 }),
    ),
  }));
  return fc
    .tuple(object, fc.constantFrom("Pod", "Job", "EventList"), fc.array(object, { maxLength: 3 }))
    .map(([made, kind, items]) => Object.assign({ kind, metadata: {}, items }, made, { kind }));
}

test("for all runs that began no session, nobody is told to resume one", () => {
  const seen = reached("never started", "never came up", "a next step", "a session that may be resumed");
  const resumed = /\bresum\w+(?! the Job)/i;
  fc.assert(
    fc.property(plausibleRun(), (run) => {
      const { progress, resolution, retry } = classify(run);
      const said = `${resolution} ${retry.hint ?? ""}`;
      seen.when("a session that may be resumed", resumed.test(said));
      if (!["not_created", "not_started", "started"].includes(progress.atMost)) return;
      seen.when("never started", progress.atMost === "not_started");
      seen.when("never came up", progress.atMost === "started");
      seen.when("a next step", retry.hint !== null);
      expect(said).not.toMatch(resumed);
    }),
    times(6),
  );
  seen.expectAll();
});

test("for all stops that nobody saw succeed, the first thing to do is to look for the pod", () => {
  const seen = reached("cancelled", "failed", "succeeded all the same", "seen to end");
  const meant = fc
    .constantFrom("cancel", "budget")
    .map((kind) => ({ kind, phase: null, at: null, by: "user" }) as const);
  fc.assert(
    fc.property(plausibleRun(), meant, (run, intent) => {
      const { flags, outcome, resolution } = classify({ ...run, run: { ...run.run, intents: [intent] } });
      const isOpen = flags.includes("cancel_unconfirmed");
      seen.when("seen to end", !isOpen);
      seen.when("cancelled", isOpen && outcome === "cancelled");
      seen.when("failed", isOpen && outcome === "failed");
      seen.when("succeeded all the same", isOpen && outcome === "succeeded");
      expect(resolution.startsWith("Make sure that the pod is gone")).toBe(isOpen);
      if (isOpen) expect(resolution).not.toContain("Nothing to do");
    }),
    times(4),
  );
  seen.expectAll();
});
