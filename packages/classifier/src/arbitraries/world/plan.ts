import fc from "fast-check";
import { plausibleInstant } from "../instants.ts";

/** What is drawn of a run before it is lived. Plans are plain data, so that they shrink well. */
export interface RunPlan {
  readonly names: Names;
  readonly createdAt: number;
  /** From the creation of the Job to the start of the agent container. */
  readonly startMs: number;
  /** From the start of the agent container to its end, or to what ended it. */
  readonly runMs: number;
  /** How long it took to die of a stop signal. */
  readonly dyingMs: number;
  /** It did not react to the stop signal, and was killed. */
  readonly stubborn: boolean;
  /** From the end to the moment of the look. */
  readonly laterMs: number;
  readonly memoryLimit: string | null;
  readonly sidecars: readonly SidecarPlan[];
  readonly initContainer: boolean;
  /** Whether our start deadline fired, where the agent never started. */
  readonly gaveUp: boolean;
  /** What became of the objects after the end. */
  readonly cleaned: "not yet" | "by us" | "by the cluster";
  /** The kubelet lost sight of the container, and made its end up. */
  readonly unknownEnd: boolean;
  /** Something that happened to the pod when the agent had ended by itself and a sidecar kept the pod alive. */
  readonly afterwards: "nothing" | "drained" | "cancelled";
  /** The Job has a podFailurePolicy, which writes down the container's exit code. */
  readonly policy: boolean;
  readonly runLimit: "unknown" | "longer";
  readonly created: "created" | "adopted" | "answer lost" | "nobody says";
}

/** Names and UIDs of one run's objects; each is a word of its own, of one length, that stands nowhere else. */
export interface Names {
  readonly job: string;
  readonly jobUid: string;
  readonly namespace: string;
  readonly pod: string;
  readonly podUid: string;
  readonly node: string;
  readonly agent: string;
}

export interface SidecarPlan {
  readonly native: boolean;
  readonly ends: "keeps running" | "ends" | "runs out of memory" | "is restarted";
}

const SECOND_MS = 1000;

export function runPlan(): fc.Arbitrary<RunPlan> {
  return fc.record({
    names: names(),
    createdAt: plausibleInstant().map((at) => Math.floor(at / SECOND_MS) * SECOND_MS),
    startMs: seconds(1, 300),
    runMs: seconds(10, 7200),
    dyingMs: seconds(0, 4),
    stubborn: fc.boolean(),
    laterMs: seconds(10, 900),
    memoryLimit: fc.constantFrom("256Mi", "4Gi"),
    sidecars: fc.array(
      fc.record({
        native: fc.boolean(),
        ends: fc.constantFrom("keeps running", "ends", "runs out of memory", "is restarted"),
      }),
      { maxLength: 2 },
    ),
    initContainer: fc.boolean(),
    gaveUp: fc.boolean(),
    cleaned: fc.constantFrom("not yet", "not yet", "by us", "by the cluster"),
    unknownEnd: fc.boolean(),
    afterwards: fc.constantFrom("nothing", "nothing", "drained", "cancelled"),
    policy: fc.boolean(),
    runLimit: fc.constantFrom("unknown", "longer"),
    created: fc.constantFrom("created", "adopted", "answer lost", "nobody says"),
  });
}

function seconds(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min, max }).map((count) => count * SECOND_MS);
}

function names(): fc.Arbitrary<Names> {
  const word = (what: string): fc.Arbitrary<string> =>
    fc.integer({ min: 36 ** 5, max: 36 ** 6 - 1 }).map((number) => `${what}-${number.toString(36)}`);
  return fc.record({
    job: word("run"),
    jobUid: word("uid-of-job"),
    namespace: word("space"),
    pod: word("pod"),
    podUid: word("uid-of-pod"),
    node: word("node"),
    agent: word("agent"),
  });
}
