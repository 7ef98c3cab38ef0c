import { advise, classify, CODES, lastKnown, noEvidence, RULES, TIERS } from "@runverdict/classifier";
import type {
  Advisable,
  Attribution,
  Claim,
  Code,
  CodeEntry,
  Competing,
  Confidence,
  CreateAnswer,
  Evidence,
  EventFact,
  Family,
  Flag,
  Intent,
  JobFacts,
  Judgement,
  Lookup,
  Outcome,
  PassedOver,
  PodFacts,
  ProcessExit,
  Progress,
  RetryAction,
  RetryAdvice,
  RetryPolicy,
  Rule,
  RunTestimony,
  SessionAction,
  Source,
  Tier,
  Usage,
  Verdict,
} from "@runverdict/classifier";
import { readEvents, readJob, readPod } from "@runverdict/classifier/kubernetes";
import type { ParsedStream, TextLine } from "@runverdict/stream-parser";
import { describe, expectTypeOf, test } from "vitest";

describe("what is put in", () => {
  test("is plain data of which every part is known to be there or not", () => {
    expectTypeOf<Evidence>().toEqualTypeOf<{
      readonly stream: ParsedStream | null;
      readonly pod: Lookup<PodFacts>;
      readonly job: Lookup<JobFacts>;
      readonly events: Lookup<readonly EventFact[]>;
      readonly run: RunTestimony;
      readonly now: number | null;
    }>();
    expectTypeOf(noEvidence).toEqualTypeOf<Evidence>();
    expectTypeOf<RunTestimony["stderr"]>().toEqualTypeOf<readonly TextLine[]>();
    expectTypeOf<RunTestimony["exit"]>().toEqualTypeOf<ProcessExit | null>();
    expectTypeOf<RunTestimony["create"]>().toEqualTypeOf<CreateAnswer | null>();
    expectTypeOf<RunTestimony["intents"]>().toEqualTypeOf<readonly Intent[]>();
  });

  test("tells a look-up that found nothing from one that failed", () => {
    expectTypeOf<Lookup<string>["kind"]>().toEqualTypeOf<"found" | "absent" | "unavailable" | "not_asked">();
    expectTypeOf<Extract<Lookup<string>, { kind: "found" }>["value"]>().toEqualTypeOf<string>();
    expectTypeOf(lastKnown<string>).returns.toEqualTypeOf<string | null>();
  });

  test("is read from objects of which nothing is known", () => {
    expectTypeOf(readPod).parameter(0).toEqualTypeOf<unknown>();
    expectTypeOf(readPod).returns.toEqualTypeOf<PodFacts | null>();
    expectTypeOf(readJob).toEqualTypeOf<(object: unknown) => JobFacts | null>();
    expectTypeOf(readEvents).toEqualTypeOf<(object: unknown) => readonly EventFact[] | null>();
  });

  test("can't be half of it", () => {
    // @ts-expect-error -- evidence is whole; spread `noEvidence` and fill in what was learnt.
    const judge = () => classify({ stream: null });
    expectTypeOf(judge).toBeFunction();
    // @ts-expect-error -- an absence has a last state, or null.
    const gone: Lookup<PodFacts> = { kind: "absent" };
    expectTypeOf(gone).toExtend<Lookup<PodFacts>>();
  });
});

describe("what comes out", () => {
  test("is a verdict, whatever was put in", () => {
    expectTypeOf(classify).toEqualTypeOf<(evidence: Evidence) => Verdict>();
    expectTypeOf<Verdict["schemaVersion"]>().toEqualTypeOf<1>();
    expectTypeOf<Verdict["outcome"]>().toEqualTypeOf<Outcome>();
    expectTypeOf<Verdict["code"]>().toEqualTypeOf<Code>();
    expectTypeOf<Verdict["progress"]>().toEqualTypeOf<{
      readonly atLeast: Progress;
      readonly atMost: Progress;
    }>();
    expectTypeOf<Verdict["confidence"]>().toEqualTypeOf<Confidence>();
    expectTypeOf<Verdict["evidence"]>().toEqualTypeOf<readonly Claim[]>();
    expectTypeOf<Verdict["competing"]>().toEqualTypeOf<readonly Competing[]>();
    expectTypeOf<Verdict["passedOver"]>().toEqualTypeOf<readonly PassedOver[]>();
    expectTypeOf<Verdict["flags"]>().toEqualTypeOf<readonly Flag[]>();
    expectTypeOf<Verdict["usage"]>().toEqualTypeOf<Usage>();
    expectTypeOf<Verdict["retry"]>().toEqualTypeOf<RetryAdvice>();
  });

  test("is one of few words where consumers route by it", () => {
    expectTypeOf<Outcome>().toEqualTypeOf<"succeeded" | "failed" | "cancelled" | "timed_out" | "unsettled">();
    expectTypeOf<Family>().toEqualTypeOf<
      | "success"
      | "agent"
      | "provider"
      | "config"
      | "limits"
      | "infrastructure"
      | "intent"
      | "observation"
      | "unknown"
    >();
    expectTypeOf<Progress>().toEqualTypeOf<
      "not_created" | "not_started" | "started" | "initialised" | "content" | "result"
    >();
    expectTypeOf<Source>().toEqualTypeOf<"cluster" | "agent" | "runner">();
    expectTypeOf<Confidence>().toEqualTypeOf<"confirmed" | "likely" | "guess">();
    expectTypeOf<SessionAction>().toEqualTypeOf<"keep" | "drop" | "none">();
    expectTypeOf<Attribution>().toExtend<string>();
  });

  test("can't be changed by whoever gets it", () => {
    const verdict = classify(noEvidence);
    // @ts-expect-error -- a verdict is read-only.
    const change = () => (verdict.code = "succeeded");
    // @ts-expect-error -- and so are its lists.
    const grow = () => verdict.flags.push("retried");
    expectTypeOf(change).toBeFunction();
    expectTypeOf(grow).toBeFunction();
  });
});

describe("advice", () => {
  test("is given for a verdict, with a time of its own, and any part of a policy", () => {
    expectTypeOf(advise).toEqualTypeOf<(verdict: Advisable, policy?: Partial<RetryPolicy>) => RetryAdvice>();
    expectTypeOf<Verdict & { readonly notBefore: string | null }>().toExtend<Advisable>();
    expectTypeOf<RetryPolicy["actions"]>().toEqualTypeOf<Readonly<Partial<Record<Code, RetryAction>>>>();
  });
});

describe("the tables", () => {
  test("have an entry for every code and say so", () => {
    expectTypeOf(CODES).toEqualTypeOf<Readonly<Record<Code, CodeEntry>>>();
    expectTypeOf<keyof typeof CODES>().toEqualTypeOf<Code>();
    expectTypeOf(RULES).toEqualTypeOf<readonly Rule[]>();
    expectTypeOf(TIERS).toEqualTypeOf<readonly Tier[]>();
  });

  test("hold rules that find something or say why not", () => {
    expectTypeOf<Judgement["kind"]>().toEqualTypeOf<"abstains" | "finds">();
    expectTypeOf<Rule["names"]>().toEqualTypeOf<"cause" | "remainder" | "symptom" | "state">();
  });
});
