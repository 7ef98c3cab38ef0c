import { classify, CODES, RULES, TIERS } from "@runverdict/classifier";
import type { Evidence } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { follow } from "../src/cite.ts";
import { readCases } from "./support/cases.ts";
import { absent, evidence, exitCode, found, instant, intent, unavailable } from "./support/evidence.ts";
import {
  condition,
  disruption,
  events,
  job,
  pod,
  podless,
  running,
  terminated,
  waiting,
} from "./support/kubernetes.ts";
import type { PodShape } from "./support/kubernetes.ts";
import {
  apiFailure,
  errorResult,
  init,
  prose,
  rateLimit,
  stream,
  success,
  userText,
} from "./support/stream.ts";

type Parts = Parameters<typeof evidence>[0];

const verdictOf = (parts: Parts) => classify(evidence(parts));
const codeOf = (parts: Parts) => verdictOf(parts).code;
const competingWith = (parts: Parts) => verdictOf(parts).competing.map(({ code }) => code);
const inPod = (shape: PodShape) => found(pod(shape));

const done = stream([init(), success("Done.")]);
const working = stream([init(), prose("Working.")]);
const failing = stream([init(), apiFailure("API Error: 500", { api_error_status: 500 })]);
const drained = disruption("EvictionByEvictionAPI");
const deletion = { at: 59, graceSeconds: 30 };
const backoff = job({ conditions: [condition("Failed", "BackoffLimitExceeded")] });

describe("first, the agent's own success", () => {
  test.each<[string, Parts]>([
    ["a kill", { pod: inPod({ agent: terminated(137, "Error") }) }],
    ["a lack of memory", { pod: inPod({ agent: terminated(137, "OOMKilled") }) }],
    ["a drain", { pod: inPod({ agent: terminated(143, "Error"), conditions: [drained] }) }],
    ["a deletion", { pod: absent(pod({ agent: running(), deletion })), job: absent() }],
    ["a deadline of the Job", { job: found(job({ conditions: [condition("Failed", "DeadlineExceeded")] })) }],
    ["our own cancel", { run: { intents: [intent("cancel")] } }],
    ["our own deadline", { run: { intents: [intent("deadline", { phase: "run" })] } }],
    ["an unclean exit", { run: exitCode(1) }],
    ["look-ups that failed", { pod: unavailable(), job: unavailable() }],
  ])("stands, whatever the cluster did afterwards: %s", (_, parts) => {
    expect(codeOf({ stream: done, ...parts })).toBe("succeeded");
  });

  test("is provisional while the container is known to be running", () => {
    const verdict = verdictOf({ stream: done, pod: inPod({ agent: running() }) });
    expect(verdict).toMatchObject({ code: "running", outcome: "unsettled" });
    expect(verdict.competing[0]).toMatchObject({
      code: "succeeded",
      decidedBy: "the end of the agent container",
    });
    expect(verdict.passedOver[0]).toEqual({
      rule: "succeeded",
      because: "the agent container is still running",
    });
  });

  test("does not hide what would have ended the run otherwise", () => {
    expect(competingWith({ stream: done, pod: inPod({ agent: terminated(137, "OOMKilled") }) })).toContain(
      "oom_killed",
    );
  });
});

describe("second, what we meant", () => {
  const cancel = { intents: [intent("cancel", { at: instant(50), by: "user" })] };

  test.each<[string, Parts]>([
    ["the agent's own error", { stream: failing, pod: inPod({ agent: terminated(1, "Error") }) }],
    [
      "the deletion by which we stopped it",
      { stream: working, pod: absent(pod({ agent: running(), deletion })), job: absent() },
    ],
    [
      "the kill at the end of the grace period",
      { stream: working, pod: inPod({ agent: terminated(137, "Error"), deletion }) },
    ],
    ["a lack of memory", { stream: working, pod: inPod({ agent: terminated(137, "OOMKilled") }) }],
    ["a drain", { stream: working, pod: inPod({ agent: terminated(143, "Error"), conditions: [drained] }) }],
    ["a pod that never started", { pod: inPod({ phase: "Pending", agent: waiting("ImagePullBackOff") }) }],
  ])("goes before %s", (_, parts) => {
    expect(codeOf({ ...parts, run: cancel })).toBe("cancelled");
  });

  test("goes before nothing when it came later than the end", () => {
    const late = { intents: [intent("cancel", { at: instant(61), by: "user" })] };
    expect(codeOf({ stream: failing, pod: inPod({ agent: terminated(1, "Error") }), run: late })).toBe(
      "server_error",
    );
    expect(codeOf({ stream: working, pod: inPod({ agent: terminated(3, "Error") }), run: late })).toBe(
      "exited",
    );
  });

  test("goes by the first of several, a cancel before a deadline before a budget", () => {
    const all = [intent("budget"), intent("deadline", { phase: "run" }), intent("cancel")];
    expect(codeOf({ stream: working, run: { intents: all } })).toBe("cancelled");
    expect(codeOf({ stream: working, run: { intents: all.slice(0, 2) } })).toBe("timed_out");
    expect(competingWith({ stream: working, run: { intents: all } })).toEqual([
      "timed_out",
      "budget_stopped",
    ]);
  });

  test("explains a deletion without a code of its own, when it was a teardown", () => {
    const teardown = { intents: [intent("teardown")] };
    const gone = {
      stream: working,
      pod: inPod({ agent: terminated(143, "Error"), deletion }),
      job: absent<never>(),
    };
    expect(codeOf({ ...gone, run: teardown })).toBe("terminated");
    expect(codeOf(gone)).toBe("deleted_externally");
  });
});

describe("third, the agent's own other result", () => {
  test.each<[string, Parts]>([
    ["a bare exit code", { run: exitCode(1) }],
    ["a kill", { run: exitCode(137) }],
    [
      "the Job's BackoffLimitExceeded",
      { pod: inPod({ phase: "Failed", agent: terminated(1, "Error") }), job: found(backoff) },
    ],
    ["a lack of memory", { pod: inPod({ agent: terminated(137, "OOMKilled") }) }],
    ["a drain", { pod: inPod({ agent: terminated(143, "Error"), conditions: [drained] }) }],
    ["a deletion", { pod: inPod({ agent: terminated(143, "Error"), deletion }) }],
  ])("goes before %s", (_, parts) => {
    expect(codeOf({ stream: failing, ...parts })).toBe("server_error");
  });

  test("is provisional while the container is known to be running", () => {
    expect(codeOf({ stream: failing, pod: inPod({ agent: running() }) })).toBe("running");
  });

  const aborted = stream([
    init(),
    errorResult("error_during_execution", [], { terminal_reason: "aborted_tools" }),
  ]);
  const zero = terminated(0, "Completed");

  test("tells of an interrupt, unless a disruption or a deletion of the pod began before it", () => {
    expect(codeOf({ stream: aborted, pod: inPod({ agent: zero }) })).toBe("interrupted");
    expect(codeOf({ stream: aborted, pod: inPod({ agent: zero, conditions: [drained] }) })).toBe("drained");
    expect(codeOf({ stream: aborted, pod: inPod({ agent: zero, deletion }) })).toBe("deleted_externally");
  });

  test("tells of an interrupt that came before the pod was disturbed", () => {
    const late = disruption("EvictionByEvictionAPI", 70);
    expect(codeOf({ stream: aborted, pod: inPod({ agent: zero, conditions: [late] }) })).toBe("interrupted");
    expect(
      codeOf({ stream: aborted, pod: inPod({ agent: zero, deletion: { at: 70, graceSeconds: 0 } }) }),
    ).toBe("interrupted");
  });
});

describe("fourth, what was never created and never started", () => {
  test("goes before what the cluster did to it afterwards", () => {
    const rejectedImage = pod({
      phase: "Pending",
      agent: waiting("InvalidImageName"),
      conditions: [drained],
    });
    expect(codeOf({ pod: absent(rejectedImage), job: absent() })).toBe("image_invalid");
    expect(competingWith({ pod: absent(rejectedImage), job: absent() })).toContain("drained");
  });

  test("is starting as long as it may heal", () => {
    expect(codeOf({ pod: inPod({ phase: "Pending", agent: waiting("ErrImagePull", "not found") }) })).toBe(
      "starting",
    );
  });
});

describe("fifth, what took the container", () => {
  test.each<[string, PodShape]>([
    ["a disruption", { agent: running(), conditions: [drained] }],
    ["a deletion", { agent: running(), deletion }],
    ["an eviction", { phase: "Running", agent: running(), reason: "Evicted" }],
  ])("is no more than a possibility while the container runs: %s", (_, shape) => {
    const verdict = verdictOf({ stream: working, pod: inPod(shape), job: found(job()) });
    expect(verdict.code).toBe("running");
    expect(verdict.competing).toHaveLength(1);
    expect(verdict.passedOver.at(-1)?.rule).toBe(
      RULES.at(RULES.findIndex(({ id }) => id === "running") - 1)?.id,
    );
  });

  test("goes before what the exit code alone would say", () => {
    const verdict = verdictOf({
      stream: working,
      pod: inPod({ agent: terminated(143, "Error"), conditions: [drained] }),
    });
    expect(verdict).toMatchObject({ code: "drained", competing: [] });
  });

  test("does not count when it began after the container had ended by itself", () => {
    const late = disruption("EvictionByEvictionAPI", 70);
    const verdict = verdictOf({
      stream: working,
      pod: inPod({ agent: terminated(3, "Error"), conditions: [late] }),
    });
    expect(verdict).toMatchObject({ code: "exited", flags: ["disrupted"] });
    expect(verdict.passedOver).toContainEqual({
      rule: "drained",
      because: "the disruption began after the container had ended by itself",
    });
  });

  test("is known of a pod that is authoritatively absent, as it was last seen", () => {
    expect(codeOf({ stream: working, pod: absent(pod({ agent: running(), conditions: [drained] })) })).toBe(
      "drained",
    );
    expect(
      codeOf({ stream: working, pod: unavailable(pod({ agent: running(), conditions: [drained] })) }),
    ).toBe("running");
  });
});

describe("sixth, what can be inferred", () => {
  test("waits for an end that somebody saw", () => {
    expect(codeOf({ stream: stream([]), run: { log: { completeness: "tail_lost", end: "reset" } } })).toBe(
      "running",
    );
    expect(
      competingWith({ stream: stream([]), run: { log: { completeness: "tail_lost", end: "reset" } } }),
    ).toEqual(["log_incomplete"]);
  });

  test("names the loser: exit 137 may have been a lack of memory that nobody reported", () => {
    expect(verdictOf({ stream: working, run: exitCode(137) })).toMatchObject({
      code: "killed",
      competing: [
        { code: "oom_killed", decidedBy: "the container's memory near its end, or reason OOMKilled" },
      ],
    });
  });

  test("keeps the verdict of its history when the Job was removed by its TTL", () => {
    const history = pod({ phase: "Failed", agent: terminated(3, "Error") });
    expect(codeOf({ stream: working, pod: absent(history), job: absent(backoff) })).toBe("exited");
  });
});

describe("seventh, what is not over or not known", () => {
  test("is never reported as a failure", () => {
    for (const parts of [
      { pod: inPod({ agent: running() }) },
      { pod: inPod({ phase: "Pending", agent: waiting("ContainerCreating") }) },
      { pod: inPod({ phase: "Failed", agent: running() }) },
      { pod: unavailable<never>(), job: unavailable<never>() },
      { job: found(job(podless)) },
      { stream: working },
      {},
    ] satisfies readonly Parts[]) {
      expect(verdictOf(parts).outcome).toBe("unsettled");
    }
  });
});

describe("at last, an unknown end", () => {
  const terminal = { pod: found({ ...pod({ phase: "Failed" }), agent: null }), job: found(backoff) };

  test("is a failure where something terminal was seen, and quotes what was", () => {
    const verdict = verdictOf({ job: found(backoff) });
    expect(verdict).toMatchObject({
      code: "unknown",
      outcome: "failed",
      rule: "unexplained",
      confidence: "guess",
      competing: [],
      retry: { action: "wait" },
    });
    expect(verdict.evidence).toContainEqual({
      claim: "the Job's first condition",
      quote: "Failed",
      path: "job.value.conditions.0.type",
      source: "cluster",
    });
    expect(verdict.passedOver).toHaveLength(RULES.length);
  });

  test("quotes an exit that nobody can explain", () => {
    // An exit that says nothing, of an agent whose output nobody captured.
    const { code, evidence: claims } = verdictOf({ run: exitCode(0) });
    expect(code).toBe("unknown");
    expect(claims.map(({ path }) => path)).toEqual(["run.exit.code", "pod.kind", "job.kind"]);
  });

  test("is no failure where nothing terminal was seen", () => {
    expect(verdictOf({})).toMatchObject({ code: "unknown", outcome: "unsettled", family: "unknown" });
  });

  test("is no word for a pod that settles", () => {
    expect(codeOf(terminal)).toBe("settling");
  });
});

describe("the trail of a verdict", () => {
  test("names every rule asked before the deciding one, in order, with its reason", () => {
    const { passedOver, rule } = verdictOf({ stream: working, run: exitCode(3) });
    const ids = RULES.map(({ id }) => id);
    expect(passedOver.map((one) => one.rule)).toEqual(ids.slice(0, ids.indexOf(rule)));
    expect(passedOver.every(({ because }) => because.length > 5)).toBe(true);
  });

  test("is empty where the first rule decides", () => {
    expect(verdictOf({ stream: done }).passedOver).toEqual([]);
  });
});

describe("other explanations", () => {
  test("that fit as well are named, with the fact that would decide", () => {
    const { competing } = verdictOf({ stream: failing, pod: inPod({ agent: terminated(137, "OOMKilled") }) });
    expect(competing).toEqual([
      {
        code: "oom_killed",
        because:
          "Out of memory: container agent passed its limit of 128Mi (reason OOMKilled, exit 137 (SIGKILL)).",
        decidedBy: "the reason of the agent container's terminated state",
      },
    ]);
  });

  test("are named once each, and never the verdict's own code", () => {
    for (const { evidence: recorded } of readCases()) {
      const { code, competing } = classify(recorded);
      const codes = competing.map((one) => one.code);
      expect(new Set(codes).size).toBe(codes.length);
      expect(codes).not.toContain(code);
    }
  });

  test("are no symptoms beside a cause, and no states beside an end", () => {
    const { competing } = verdictOf({ stream: working, pod: inPod({ agent: terminated(137, "OOMKilled") }) });
    expect(competing).toEqual([]);
  });

  test("are other symptoms beside a symptom", () => {
    const lost = { log: { completeness: "tail_lost", end: "reset" } as const };
    expect(competingWith({ stream: working, run: { ...exitCode(0), ...lost } })).toEqual([
      "output_truncated",
    ]);
  });
});

describe("the confidence of a verdict", () => {
  test("is not confirmed by the runner's word alone", () => {
    const blocked = { outcome: "blocked", http: null, reason: "agent_id_invalid", message: null } as const;
    expect(verdictOf({ run: { create: blocked } })).toMatchObject({
      code: "agent_id_invalid",
      confidence: "likely",
    });
  });
});

describe("the time before which a retry makes no sense", () => {
  const until = (resetsAt: unknown) =>
    verdictOf({ stream: stream([init(), rateLimit("rejected", { resetsAt }), apiFailure("x")]) }).retry
      .notBefore;

  test("is told as an ISO 8601 instant", () => {
    expect(until(1_795_220_577)).toBe("2026-11-21T00:22:57.000Z");
  });

  test.each([8.64e12 + 1, -9e12, 1e300, Number.MAX_VALUE])(
    "is not told where it is none that a calendar has: %d",
    (resetsAt) => {
      expect(until(resetsAt)).toBeNull();
    },
  );

  test.each([null, "soon", {}])("is not told where nobody said it: %j", (resetsAt) => {
    expect(until(resetsAt)).toBeNull();
  });
});

describe("every recorded case", () => {
  const cases = readCases().map(({ name, evidence: recorded }) => ({
    name,
    recorded,
    verdict: classify(recorded),
  }));

  test("gets a whole verdict of its code's kind", () => {
    for (const { name, verdict } of cases) {
      const entry = CODES[verdict.code];
      expect(verdict, `of ${name}`).toMatchObject({
        family: entry.family,
        title: entry.title,
        attribution: entry.attribution,
        session: entry.session,
      });
      expect(verdict.code === "unknown" || verdict.outcome === entry.outcome, `of ${name}`).toBe(true);
      expect(verdict.evidence.length, `of ${name}`).toBeGreaterThan(0);
    }
  });

  test("is summed up and answered in one line each, without raw JSON and without guesses of words", () => {
    for (const { name, verdict } of cases) {
      for (const line of [verdict.summary, verdict.resolution]) {
        expect(line.length, `of ${name}`).toBeGreaterThan(10);
        expect(line.length, `of ${name}`).toBeLessThanOrEqual(400);
        expect(line, `of ${name}`).not.toMatch(/[\n\r{]|likely deleted/);
      }
    }
  });

  test("is proven by quotes of what stands in its evidence", () => {
    for (const { name, recorded, verdict } of cases) {
      for (const { path, quote, source } of verdict.evidence) {
        const value = follow(recorded, path);
        expect(value, `${name}: ${path}`).not.toBeNull();
        if (typeof value === "number" || typeof value === "boolean") expect(quote).toBe(String(value));
        expect(["cluster", "agent", "runner"]).toContain(source);
      }
    }
  });

  test("gets the same verdict each time, and is left as it was", () => {
    for (const { name, recorded, verdict } of cases) {
      const before = JSON.stringify(recorded);
      expect(classify(recorded), `of ${name}`).toEqual(verdict);
      expect(JSON.stringify(recorded), `of ${name}`).toBe(before);
    }
  });

  test("can be sent as JSON and comes back the same", () => {
    for (const { name, verdict } of cases)
      expect(JSON.parse(JSON.stringify(verdict)), `of ${name}`).toEqual(verdict);
  });
});

describe("the work of a judgement", () => {
  test("grows with the evidence and not with its square", () => {
    const reads = [200, 400, 800, 1600].map((size) => readsOf(crowded(size)));
    const growth = reads.slice(1).map((count, index) => count / (reads[index] ?? 1));
    for (const factor of growth) expect(factor).toBeLessThan(2.1);
    expect(reads.at(-1)).toBeGreaterThan(10_000);
  });
});

/** A run with many Events, conditions, containers, intents and lines of stderr. */
function crowded(size: number): Evidence {
  const times = <T>(make: (index: number) => T): readonly T[] =>
    Array.from({ length: size }, (_, index) => make(index));
  const warnings = events(times((index) => ({ reason: "BackOff", message: `pull ${index}`, at: index })));
  const crowd = {
    ...pod({
      phase: "Pending",
      agent: waiting("ImagePullBackOff"),
      conditions: times(() => ({ type: "X", status: "True" })),
    }),
    initContainers: pod({
      inits: times((index) => ({ name: `i${index}`, state: terminated(0, "Completed") })),
    }).initContainers,
  };
  return evidence({
    stream: stream([init(), ...times((index) => userText(`More ${index}.`))]),
    pod: found(crowd),
    job: found(job({ conditions: times((index) => condition(`C${index}`)) })),
    events: found(warnings),
    run: {
      intents: times((index) => intent("teardown", { at: index })),
      stderr: times((index) => ({ line: index, text: `line ${index}` })),
    },
  });
}

/** How many properties of the evidence were looked at. */
function readsOf(whole: Evidence): number {
  let reads = 0;
  const watched = <T>(value: T): T => {
    if (typeof value !== "object" || value === null) return value;
    return new Proxy(value, {
      get(target, key, receiver) {
        reads += 1;
        return watched(Reflect.get(target, key, receiver));
      },
    });
  };
  // What the parser gives is frozen, and a proxy may not change what is frozen.
  classify(watched(structuredClone(whole)));
  return reads;
}

test("no evidence at all has a verdict too", () => {
  expect(classify(evidence())).toMatchObject({
    code: "unknown",
    outcome: "unsettled",
    progress: { atLeast: "not_created", atMost: "result" },
  });
  expect(TIERS.length).toBe(7);
});
