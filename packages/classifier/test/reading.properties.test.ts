import {
  classify,
  type ConditionFact,
  type ContainerFacts,
  type Evidence,
  lastKnown,
  type Lookup,
  noEvidence,
  type PodFacts,
} from "@runverdict/classifier";
import {
  containerFacts,
  eventFacts,
  evidence,
  jobFacts,
  plausibleEvidence,
  plausibleInstant,
  podFacts,
} from "@runverdict/classifier/arbitraries";
import { parseTranscript } from "@runverdict/stream-parser";
import { failingTranscript } from "@runverdict/stream-parser/arbitraries";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyRun, times } from "./properties/any-run.ts";
import { mapLeaves } from "./properties/leaves.ts";
import { failedAndGone, strangersWithAndWithoutAgent, twoDeadlines } from "./properties/pinned.ts";
import { reached } from "../../../test/support/reached.ts";

test("for all sidecars the outcome and the code of the run are the same", () => {
  const seen = reached(
    "a failure",
    "a success",
    "not over",
    "none before",
    "a sidecar out of memory",
    "one that runs on",
  );
  fc.assert(
    fc.property(anyRun(), fc.array(containerFacts(), { maxLength: 3 }), (run, any) => {
      const sidecars = any.map((sidecar) => besideAgent(sidecar, lastKnown(run.pod)));
      const before = classify(run);
      const after = classify(withPod(run, (pod) => ({ ...pod, sidecars })));
      seen.when("a failure", before.outcome === "failed");
      seen.when("a success", before.outcome === "succeeded");
      seen.when("not over", before.outcome === "unsettled");
      seen.when("none before", lastKnown(run.pod)?.sidecars.length === 0 && sidecars.length > 0);
      seen.when("a sidecar out of memory", after.flags.includes("sidecar_oom"));
      seen.when("one that runs on", after.flags.includes("sidecar_still_running"));
      expect([after.outcome, after.code, after.rule]).toEqual([before.outcome, before.code, before.rule]);
    }),
    times(3),
  );
  seen.expectAll();
});

/** While the pod's init containers are under way all others wait for them; one that waits for more is one of those. */
function besideAgent(sidecar: ContainerFacts, pod: PodFacts | null): ContainerFacts {
  const agent = pod?.agent?.state ?? null;
  const isInitializing = agent?.kind === "waiting" && agent.reason === "PodInitializing";
  return isInitializing && sidecar.state.kind === "waiting" ? { ...sidecar, state: agent } : sidecar;
}

test("for all orders of what has no order the verdict says the same", () => {
  const seen = reached("sidecars", "conditions", "Events of one instant", "intents");
  fc.assert(
    fc.property(
      fc
        .oneof(anyRun(), twiceMeant())
        .chain((run) => fc.tuple(fc.constant(unordered(run)), shuffled(unordered(run)))),
      ([run, other]) => {
        seen.when("sidecars", (lastKnown(run.pod)?.sidecars.length ?? 0) > 1);
        seen.when("conditions", (lastKnown(run.pod)?.conditions.length ?? 0) > 1);
        seen.when("Events of one instant", (lastKnown(run.events)?.length ?? 0) > 1);
        seen.when("intents", run.run.intents.length > 1);
        expect(gist(other)).toEqual(gist(run));
      },
    ),
    { ...times(6), examples: [[[...twoDeadlines]]] },
  );
  seen.expectAll();
});

test("for all Events and conditions it makes no difference that they are told twice", () => {
  const seen = reached("Events", "conditions of the pod", "conditions of the Job");
  fc.assert(
    fc.property(anyRun(), (run) => {
      const [pod, job] = [lastKnown(run.pod), lastKnown(run.job)];
      seen.when("Events", (lastKnown(run.events)?.length ?? 0) > 0);
      seen.when("conditions of the pod", (pod?.conditions.length ?? 0) > 0);
      seen.when("conditions of the Job", (job?.conditions.length ?? 0) > 0);
      const twice: Evidence = {
        ...run,
        events: mapLookup(run.events, (events) => events.flatMap((event) => [event, event])),
        pod: mapLookup(run.pod, (value) => ({
          ...value,
          conditions: [...value.conditions, ...value.conditions],
        })),
        job: mapLookup(run.job, (value) => ({
          ...value,
          conditions: [...value.conditions, ...value.conditions],
        })),
      };
      expect(unplaced(twice)).toEqual(unplaced(run));
    }),
    { ...times(3), examples: [[failedAndGone]] },
  );
  seen.expectAll();
});

test("for all Events of other objects the verdict is the same", () => {
  const seen = reached("a stranger's Event", "an Event of ours");
  const strangers = fc.array(eventFacts(), { minLength: 1, maxLength: 4 }).map((events) =>
    events.map((event) => ({
      ...event,
      regarding: { ...event.regarding, uid: "a stranger's uid", name: "a-stranger" },
    })),
  );
  fc.assert(
    fc.property(anyRun(), strangers, fc.nat({ max: 4 }), (run, noise, at) => {
      const noisy = { ...run, events: mapLookup(run.events, (events) => events.toSpliced(at, 0, ...noise)) };
      seen.when("a stranger's Event", run.events.kind === "found");
      seen.when(
        "an Event of ours",
        classify(run).evidence.some(({ path }) => path.startsWith("events.")),
      );
      expect(unplaced(noisy)).toEqual(unplaced(run));
    }),
    times(3),
  );
  seen.expectAll();
});

test("for all pods of another Job nothing of them is read", () => {
  const seen = reached("a failed stranger", "a running stranger", "a stranger without an agent");
  fc.assert(
    fc.property(evidence(), jobFacts(), podFacts(), podFacts(), (run, job, one, other) => {
      const ours = { ...run, job: { kind: "found" as const, value: { ...job, uid: "job-uid" } } };
      const foreign = (pod: PodFacts): Evidence => ({
        ...ours,
        pod: { kind: "found", value: { ...pod, jobUid: "other-job-uid" } },
      });
      seen.when("a failed stranger", one.phase === "Failed");
      seen.when("a running stranger", one.agent?.state.kind === "running");
      seen.when("a stranger without an agent", one.agent === null && other.agent !== null);
      expect(classify(foreign(one))).toEqual(classify(foreign(other)));
    }),
    { ...times(2), examples: [[...strangersWithAndWithoutAgent]] },
  );
  seen.expectAll();
});

const DAY_MS = 86_400_000;

test("for all shifts of all clocks the verdict is the same, and what it tells to wait for is shifted with them", () => {
  const seen = reached("a reset time", "a duration in the summary");
  const shifts = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((seconds) => seconds * 1000);
  fc.assert(
    fc.property(
      fc.oneof(
        evidence({ instant: plausibleInstant() }),
        plausibleEvidence().map((run) => run.evidence),
        limited(),
      ),
      shifts,
      (run, anyMs) => {
        // A sentence that tells a time of day does not follow the clocks; after whole days it means the same.
        const byMs = JSON.stringify(run).includes("resets 3pm (UTC)") ? anyMs - (anyMs % DAY_MS) : anyMs;
        const verdict = classify(run);
        const later = classify(shifted(run, byMs));
        const { notBefore } = verdict.retry;
        seen.when("a reset time", notBefore !== null);
        seen.when("a duration in the summary", /\d (?:s|min|h)\b/.test(verdict.summary));
        const wanted = notBefore === null ? null : new Date(Date.parse(notBefore) + byMs).toISOString();
        expect(later.retry.notBefore).toBe(wanted);
        expect(timeless(later)).toEqual(timeless(verdict));
      },
    ),
    times(3),
  );
  seen.expectAll();
});

test("for all names of pod, Job, node, namespace and container the verdict is the same but for the names", () => {
  const seen = reached(
    "the agent container's name in the summary",
    "the Job's name in the summary",
    "a name in a quote",
  );
  // Messages of the kubelet in which names stand.
  const telling = [
    "its container passes its disk limit",
    "it passes its memory limit",
    "somebody deletes the pod",
  ];
  fc.assert(
    fc.property(
      fc.oneof(plausibleEvidence(), plausibleEvidence({ fates: telling })),
      ({ informed, truth: { names } }) => {
        const renamed = (text: string): string =>
          Object.values(names).reduce((kept, name) => kept.replaceAll(name, backwards(name)), text);
        const other = mapLeaves(informed, (leaf) => (typeof leaf === "string" ? renamed(leaf) : leaf));
        const verdict = classify(informed);
        seen.when("the agent container's name in the summary", verdict.summary.includes(names.agent));
        seen.when("the Job's name in the summary", verdict.summary.includes(names.job));
        seen.when(
          "a name in a quote",
          verdict.evidence.some(({ quote }) => renamed(quote) !== quote),
        );
        expect(classify(other)).toEqual(JSON.parse(renamed(JSON.stringify(verdict))));
      },
    ),
    times(3),
  );
  seen.expectAll();
});

/** A run that reached a usage limit, and was told when it will be reset. */
function limited(): fc.Arbitrary<Evidence> {
  return failingTranscript("usage-limit").map(({ bytes }) => ({
    ...noEvidence,
    stream: parseTranscript(bytes),
  }));
}

/** A run that more than one deadline was meant to end, the limit of which is known. */
function twiceMeant(): fc.Arbitrary<Evidence> {
  const deadline = fc.record({
    kind: fc.constant("deadline" as const),
    phase: fc.constantFrom("run" as const, "idle" as const, "start" as const),
    at: plausibleInstant(),
    by: fc.constant(null),
  });
  const meant = fc.array(deadline, { minLength: 2, maxLength: 3 });
  return fc
    .tuple(evidence({ instant: plausibleInstant() }), meant, fc.integer({ min: 1000, max: 60_000 }))
    .map(([run, intents, runMs]) => ({ ...run, run: { ...run.run, intents, limits: { runMs } } }));
}

function withPod(run: Evidence, change: (pod: PodFacts) => PodFacts): Evidence {
  return { ...run, pod: mapLookup(run.pod, change) };
}

function mapLookup<T>(lookup: Lookup<T>, change: (value: T) => T): Lookup<T> {
  if (lookup.kind === "not_asked") return lookup;
  if (lookup.kind === "found") return { kind: "found", value: change(lookup.value) };
  return { kind: lookup.kind, lastSeen: lookup.lastSeen === null ? null : change(lookup.lastSeen) };
}

/** The same evidence without an order in what is shuffled: one condition of each type, all Events at one instant. */
function unordered(run: Evidence): Evidence {
  const distinct = (conditions: readonly ConditionFact[]): readonly ConditionFact[] => [
    ...new Map(conditions.map((one) => [one.type, one])).values(),
  ];
  return {
    ...run,
    pod: mapLookup(run.pod, (pod) => ({ ...pod, conditions: distinct(pod.conditions) })),
    job: mapLookup(run.job, (job) => ({ ...job, conditions: distinct(job.conditions) })),
    events: mapLookup(run.events, (events) => events.map((event) => ({ ...event, at: run.now }))),
  };
}

function shuffled(run: Evidence): fc.Arbitrary<Evidence> {
  const [pod, job] = [lastKnown(run.pod), lastKnown(run.job)];
  return fc
    .record({
      sidecars: shuffle(pod?.sidecars ?? []),
      ofPod: shuffle(pod?.conditions ?? []),
      ofJob: shuffle(job?.conditions ?? []),
      events: shuffle(lastKnown(run.events) ?? []),
      intents: shuffle(run.run.intents),
    })
    .map(({ sidecars, ofPod, ofJob, events, intents }) => ({
      ...run,
      pod: mapLookup(run.pod, (value) => ({ ...value, sidecars, conditions: ofPod })),
      job: mapLookup(run.job, (value) => ({ ...value, conditions: ofJob })),
      events: mapLookup(run.events, () => events),
      run: { ...run.run, intents },
    }));
}

function shuffle<T>(list: readonly T[]): fc.Arbitrary<readonly T[]> {
  return fc.shuffledSubarray([...list], { minLength: list.length });
}

/** What a verdict says of the run, whatever stands beside it in a list. */
function gist(run: Evidence): object {
  const { code, outcome, family, confidence, progress, flags, missing, usage, retry, rule, competing } =
    classify(run);
  const others = competing.map((one) => one.code).toSorted();
  return { code, outcome, family, confidence, progress, flags, missing, usage, retry, rule, others };
}

/** The verdict without the places in lists that it was read from. */
function unplaced(run: Evidence): object {
  const verdict = classify(run);
  const unnumbered = (path: string): string => path.replace(/\.\d+(?=\.|$)/g, ".n");
  return {
    ...verdict,
    evidence: verdict.evidence.map((claim) => ({ ...claim, path: unnumbered(claim.path) })),
  };
}

function shifted(run: Evidence, byMs: number): Evidence {
  const instant = /(?:^|\.)(?:at|now|\w+At)$/;
  return mapLeaves(run, (leaf, path) => {
    if (typeof leaf === "number" && instant.test(path)) return leaf + byMs;
    if (typeof leaf !== "string") return leaf;
    // Old releases write the reset time into their text, in seconds.
    return leaf.replace(/(?<=usage limit reached\|)\d{10}/g, (seconds) =>
      String(Number(seconds) + byMs / 1000),
    );
  });
}

/** The verdict without the instants that it quotes. */
function timeless(verdict: ReturnType<typeof classify>): object {
  const untimed = (text: string): string => text.replace(/(?<=usage limit reached\|)\d{10}/g, "then");
  return mapLeaves({ ...verdict, retry: { ...verdict.retry, notBefore: null } }, (leaf, path) => {
    if (typeof leaf !== "string") return leaf;
    const quoted = /^evidence\.(\d+)\.quote$/.exec(path)?.[1];
    const from = quoted === undefined ? undefined : verdict.evidence[Number(quoted)]?.path;
    return from !== undefined && /(?:\.at|At)$/.test(from) ? "an instant" : untimed(leaf);
  });
}

function backwards(name: string): string {
  return [...name].toReversed().join("");
}
