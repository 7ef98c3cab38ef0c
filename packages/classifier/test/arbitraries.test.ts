import { CODES, type Evidence } from "@runverdict/classifier";
import {
  ABSURD_INSTANTS,
  evidence,
  eventFacts,
  FATES,
  intents,
  jobFacts,
  lookup,
  plausibleEvidence,
  plausibleInstant,
  podFacts,
  streamFacts,
} from "@runverdict/classifier/arbitraries";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leavesOf } from "./properties/leaves.ts";

describe("evidence of any kind", () => {
  const runs = fc.sample(evidence(), 1000);

  test("is the same for the same seed", () => {
    const [one, other] = [1, 2].map(() => fc.sample(evidence(), { seed: 3, numRuns: 20 }));
    expect(one).toEqual(other);
  });

  test("is plain data", () => {
    const odd = runs.flatMap((run) => leavesOf(run).filter(([, leaf]) => !isPlain(leaf)));
    expect(odd).toEqual([]);
    expect(runs.map((run) => structuredClone(run))).toEqual(runs);
  });

  test.each(["pod", "job", "events"] as const)("has every kind of look-up for %s", (name) => {
    const kinds = new Set(runs.map((run) => run[name].kind));
    const seenBefore = runs.filter((run) => run[name].kind === "absent" && run[name].lastSeen !== null);
    expect(kinds).toEqual(new Set(["found", "absent", "unavailable", "not_asked"]));
    expect(seenBefore.length).toBeGreaterThan(0);
  });

  test("holds absurd instants, unless it is told which instants there are", () => {
    const instants = (run: Evidence): readonly unknown[] =>
      leavesOf(run).flatMap(([path, leaf]) =>
        /(?:^|\.)(?:at|now|\w+At)$/.test(path) && leaf !== null ? [leaf] : [],
      );
    const held = new Set(runs.flatMap(instants));
    expect(ABSURD_INSTANTS.filter((instant) => !held.has(instant))).toEqual([]);
    const sane = fc.sample(evidence({ instant: plausibleInstant() }), 300).flatMap(instants);
    expect(
      sane.filter((instant) => typeof instant !== "number" || ABSURD_INSTANTS.includes(instant)),
    ).toEqual([]);
  });

  test("has output that nobody captured, that is empty, and that says several things at once", () => {
    expect(runs.some(({ stream }) => stream === null)).toBe(true);
    expect(runs.some(({ stream }) => stream?.counts.bytes === 0)).toBe(true);
    expect(runs.some(({ stream }) => (stream?.results.kept.length ?? 0) > 1)).toBe(true);
  });

  test("shrinks to what makes the difference", () => {
    const property = fc.property(evidence(), ({ run }) => run.intents.every(({ kind }) => kind !== "budget"));
    const { counterexample } = fc.check(property, { numRuns: 2000 });
    const [smallest] = counterexample ?? [];
    expect(smallest?.stream).toBeNull();
    expect(smallest?.run.intents).toEqual([{ kind: "budget", phase: expect.anything(), at: null, by: null }]);
  });
});

describe("the parts", () => {
  test("are there to build evidence of one's own", () => {
    const own = fc.record({
      pod: lookup(podFacts()),
      job: lookup(jobFacts()),
      events: lookup(fc.array(eventFacts())),
      stream: streamFacts(),
      intents: intents(),
    });
    expect(fc.sample(own, 10)).toHaveLength(10);
  });
});

describe("plausible evidence", () => {
  const runs = FATES.flatMap((fate) => fc.sample(plausibleEvidence({ fates: [fate] }), 8));

  test("knows a fate for every code", () => {
    const told = new Set(runs.flatMap(({ truth }) => [...truth.codes, ...truth.informedCodes]));
    for (let seed = 1; seed <= 40 && told.size < Object.keys(CODES).length; seed += 1) {
      const more = fc.sample(plausibleEvidence({ fates: ["it fails", "it ends without a result"] }), {
        seed,
        numRuns: 25,
      });
      for (const { truth } of more) truth.informedCodes.forEach((code) => told.add(code));
    }
    expect(Object.keys(CODES).filter((code) => !told.has(code as keyof typeof CODES))).toEqual([]);
  });

  test("lets at least one code fit what happened, and one alone where everything was seen of an end", () => {
    expect(runs.filter(({ truth }) => truth.codes.length === 0)).toEqual([]);
    const sure = runs.filter(({ truth }) => truth.informedCodes.length === 1);
    expect(sure.length).toBeGreaterThan(runs.length / 2);
  });

  test("says when the agent ended, and only then", () => {
    const ended = runs.filter(({ truth }) => truth.agent === "ended");
    expect(ended.filter(({ truth }) => truth.endedAt === null)).toEqual([]);
    const others = runs.filter(({ truth }) => truth.agent !== "ended");
    expect(others.filter(({ truth }) => truth.endedAt !== null)).toEqual([]);
  });

  test("has every kind of look-up, and shows its informed reader everything that is there", () => {
    const kinds = new Set(runs.map((run) => run.evidence.pod.kind));
    expect(kinds).toEqual(new Set(["found", "absent", "unavailable", "not_asked"]));
    const informed = new Set(runs.flatMap(({ informed: { pod, job } }) => [pod.kind, job.kind]));
    expect(informed).toEqual(new Set(["found", "absent", "not_asked"]));
  });

  test("names the objects of a run by words that stand nowhere else", () => {
    for (const { truth, informed } of runs) {
      const names = Object.values(truth.names);
      expect(new Set(names).size).toBe(names.length);
      const inOutput = JSON.stringify(informed.stream);
      expect(names.filter((name) => inOutput.includes(name))).toEqual([]);
    }
  });

  test("is plain data", () => {
    expect(runs.flatMap((run) => leavesOf(run).filter(([, leaf]) => !isPlain(leaf)))).toEqual([]);
  });

  test("refuses a fate that there is not, and says where the fates are", () => {
    expect(() => plausibleEvidence({ fates: ["it is lucky"] })).toThrow(
      new TypeError('There is no fate "it is lucky"; use names of FATES.'),
    );
  });
});

function isPlain(leaf: unknown): boolean {
  return leaf === null || ["string", "number", "boolean"].includes(typeof leaf);
}
