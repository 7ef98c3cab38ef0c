import { classify } from "@runverdict/classifier";
import {
  eventFacts,
  jobFacts,
  lookup,
  plausibleInstant,
  podFacts,
  testimony,
} from "@runverdict/classifier/arbitraries";
import { noEvidence } from "@runverdict/classifier/kubernetes";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { begin } from "../../src/lifecycle/begin.ts";
import { limitsFrom } from "../../src/lifecycle/limits.ts";
import { step } from "../../src/lifecycle/step.ts";
import { testimonyOf } from "../../src/log/testimony.ts";
import { outputBytes, type LogPlace } from "../../src/run/log-place.ts";
import { createOutputReader } from "../../src/run/output-reader.ts";
import { readRecord, type RunRecord } from "../../src/run/run-record.ts";
import { NONCE, framedLines, type Utterance } from "../log/simulated-wrapper.ts";
import { damaged, placesIn } from "../support/damage.ts";

const pod = { podUid: "pod-1", containerId: "containerd://1" };
const utterances: fc.Arbitrary<readonly Utterance[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom("stdout" as const, "stderr" as const), bytes: fc.uint8Array() }),
    fc.constant({ kind: "beat" } as const),
    fc.constant({ kind: "foreign", text: "sh: 1: oops\n" } as const),
  ),
  { maxLength: 8 },
);

interface Written {
  /** What the container wrote, as the API shows it. */
  readonly log: Uint8Array;
  readonly readBytes: number;
}

/** Some lines a second. */
const written: fc.Arbitrary<Written> = fc
  .record({
    said: utterances,
    perSecond: fc.integer({ min: 1, max: 5 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ said, perSecond, share }) => {
    const lines = framedLines(said, 40).map((line, place) => {
      const at = new Date(1_767_225_600_000 + Math.floor(place / perSecond) * 1000).toISOString();
      return Buffer.concat([Buffer.from(`${at.slice(0, -1)}000001Z `), line]);
    });
    const log = new Uint8Array(Buffer.concat(lines));
    return { log, readBytes: Math.floor(log.length * share) };
  });

/** Where a reader stands that read so much of the log, over a rotation or not. */
function placeAfter({ log, readBytes }: Written, framed: boolean, rotated: boolean): LogPlace | null {
  const reader = createOutputReader(null, "strip", framed ? NONCE : null);
  reader.open(pod);
  reader.feed(log.subarray(0, readBytes));
  if (rotated) {
    reader.open(pod);
    reader.feed(
      Buffer.from(`2026-02-01T00:00:00.5Z rotated\n2026-02-01T00:00:00.6Z ${"torn".repeat(10_000)}`),
    );
    reader.open(pod);
  }
  return reader.place();
}

const instant = plausibleInstant();
const records: fc.Arbitrary<{ readonly record: RunRecord; readonly log: Uint8Array }> = fc
  .record({
    written,
    framed: fc.boolean(),
    rotated: fc.boolean(),
    job: lookup(jobFacts({ instant })),
    pod: lookup(podFacts({ instant })),
    run: testimony({ instant }),
    events: fc.option(fc.array(eventFacts({ instant }), { maxLength: 3 })),
    isSealed: fc.boolean(),
  })
  .map((drawn) => {
    const identity = { runId: "r", attempt: 1, agent: "a", session: null, specHash: "0", secretName: null };
    const log = placeAfter(drawn.written, drawn.framed, drawn.rotated);
    const { create, intents, log: logged } = drawn.run;
    const sealed = {
      version: 1,
      sealedAt: 1,
      namespace: "agents",
      jobName: "job",
      identity,
      facts: { job: drawn.job, pod: drawn.pod, create, intents, log: logged },
      events: drawn.events,
      eventList: null,
      jobs: [{ kind: "Job" }],
      pods: [],
      terminationMessage: null,
      log,
    } as const;
    const record: RunRecord = {
      version: 1,
      namespace: "agents",
      jobName: "job",
      identity,
      limits: limitsFrom(),
      timestamps: "strip",
      framed: drawn.framed,
      state: begin({ at: 0, seed: 1 }).state,
      log,
      events: drawn.events === null ? null : { facts: drawn.events, object: null },
      forensics: drawn.isSealed ? sealed : null,
    };
    return { record, log: drawn.written.log };
  });

/** What a process that takes the run up does with its record. */
function goOn(record: RunRecord, log: Uint8Array): void {
  const { state, limits, framed, forensics } = record;
  step(state, { kind: "restarted", at: 1 }, limits);
  const reader = createOutputReader(record.log, record.timestamps, framed ? NONCE : null);
  for (const end of [log.length, 0]) {
    reader.open(pod);
    reader.feed(log.subarray(0, end));
    reader.close();
  }
  reader.finish();
  const place = reader.place();
  if (place !== null) expect(testimonyOf({ ...place, total: null, end: "eof" }).completeness).not.toBeNull();
  expect(outputBytes(record.log ?? place ?? noPlace)).toBeGreaterThanOrEqual(0);
  const { job, pod: podSeen, create, intents, log: logged } = forensics?.facts ?? noFacts;
  const events =
    record.events === null ? noEvidence.events : ({ kind: "found", value: record.events.facts } as const);
  const run = { ...noEvidence.run, create, intents, log: logged };
  classify({ ...noEvidence, job, pod: podSeen, events, run });
}

const { job, pod: noPod, run } = noEvidence;
const noFacts = { job, pod: noPod, create: run.create, intents: run.intents, log: run.log };
const noPlace = createPlace();

function createPlace(): LogPlace {
  const reader = createOutputReader(null, "strip", null);
  reader.open(pod);
  const place = reader.place();
  if (place === null) throw new Error("A reader that was opened stands somewhere.");
  return place;
}

test("for all records of runs, what is stored is read as it was", () => {
  const { when, expectAll } = reached("frames", "a loss", "a torn line", "sealed");
  fc.assert(
    fc.property(records, ({ record }) => {
      when("frames", (record.log?.frames?.nextSeq ?? 0) > 0);
      when("a loss", (record.log?.cursor.losses.count ?? 0) > 0);
      when("a torn line", (record.log?.cursor.unfinished ?? null) !== null);
      when("sealed", record.forensics !== null);
      const stored: unknown = JSON.parse(JSON.stringify(record));
      expect(readRecord(stored)).toEqual({ kind: "record", record: stored });
    }),
  );
  expectAll();
});

const odd = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, "", 0, -1, 0.5, 1e300, 9e15, true, [], {}, "__proto__", "found"),
  fc.constant(Array.from({ length: 65 }, () => 1)),
  fc.jsonValue({ maxDepth: 2 }),
);
const damages = fc.array(fc.record({ place: fc.nat(), by: odd }), { minLength: 20, maxLength: 20 });

test("for all records with any one place damaged, it is refused, or the run goes on and nothing throws", () => {
  const { when, expectAll } = reached(
    "refused in the log",
    "refused in the evidence",
    "taken though damaged",
  );
  fc.assert(
    fc.property(records, damages, ({ record, log }, wishes) => {
      const places = placesIn(record);
      for (const { place, by } of wishes) {
        const path = places[place % places.length] ?? [];
        const read = readRecord(damaged(JSON.parse(JSON.stringify(record)), path, by));
        const isRefused = read.kind === "refused";
        when("refused in the log", isRefused && path[0] === "log");
        when("refused in the evidence", isRefused && path[0] === "forensics");
        when("taken though damaged", !isRefused);
        if (isRefused) expect(read.why).toContain("take the run up from its Job");
        else goOn(read.record, log);
      }
    }),
  );
  expectAll();
});
