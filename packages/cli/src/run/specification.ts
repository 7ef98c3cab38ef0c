import { basename } from "node:path";
import { LAST_WORD_LINES } from "@runverdict/stream-parser";
import type { Inputs } from "./inputs.ts";
import type { RunLimits } from "./limit-options.ts";
import type { RunRequest } from "./run-arguments.ts";
import { plainRun, wrapCommand, type RunSpec } from "./runner.ts";

/** What is to run, and what its wrapper is told, where there is one. */
export interface Specification {
  readonly spec: RunSpec;
  readonly wrapperFiles: ((nonce: string) => Readonly<Record<string, string>>) | null;
}

export interface Where {
  readonly namespace: string;
  /** Tells this run from all others. */
  readonly runId: string;
  /** Where a local process works; in a pod it is the pod's own folder. */
  readonly folder: string;
}

const GRACE_MS = 30_000;
const LINGER_MS = 30_000;
/** Who lets an image come for longer than this says so by `--start-timeout`. */
const START_MS = 30 * 60_000;
const SPARE_MS = 60_000;
/** The longest that a pod's deadline may be. */
const LONGEST_MS = 366 * 86_400_000;
const BACKSTOP_MS = 10 * 60_000;

export function specification(request: RunRequest, inputs: Inputs, where: Where): Specification {
  const { command, image, limits } = request;
  const spec: RunSpec = {
    ...plainRun,
    ...(request.embedded ? here(where.folder) : {}),
    runId: where.runId,
    namespace: where.namespace,
    namePrefix: "runverdict",
    agent: nameOf(command[0] ?? ""),
    image: image ?? "embedded",
    command,
    env: inputs.env.map(({ name, value }) => ({ kind: "secret", name, value })),
    prompt: inputs.prompt,
    graceMs: limits.stopGraceMs ?? GRACE_MS,
    deadline: deadline(limits),
    ttlMs: request.keep ? null : plainRun.ttlMs,
  };
  return request.wrapper ? wrapped(spec, limits) : { spec, wrapperFiles: null };
}

/** What the Job calls its agent, for everybody to read. */
function nameOf(word: string): string {
  const plain = basename(word).replaceAll(/[^A-Za-z0-9._+@-]+/g, "-");
  return plain.slice(0, 60) || "agent";
}

/** A local process works where the person stands, and none of the machine's own folders is hidden by one of ours. */
function here(folder: string): Pick<RunSpec, "data" | "home" | "tmp" | "workingDir"> {
  return {
    data: { kind: "none" },
    home: { ...plainRun.home, path: "/runverdict-home" },
    tmp: { ...plainRun.tmp, path: "/runverdict-tmp" },
    workingDir: folder,
  };
}

/**
 * For a run that nobody follows any more: the cluster itself ends it. It counts from before the image is pulled, so it
 * comes late, and as long as we follow, our own limit comes first.
 */
function deadline({ runMs = 0, startMs = 0 }: RunLimits): RunSpec["deadline"] {
  if (runMs === 0) return null;
  const podMs = runMs + (startMs === 0 ? START_MS : startMs) + SPARE_MS;
  return { podMs: Math.min(podMs, LONGEST_MS), backstopMs: BACKSTOP_MS };
}

function wrapped(spec: RunSpec, { lingerMs = LINGER_MS }: RunLimits): Specification {
  const { command, graceMs, prompt } = spec;
  const finalWord = { ...LAST_WORD_LINES, lingerMs };
  const { wrapper, wrapperFiles } = wrapCommand({
    command,
    hasPrompt: prompt !== null,
    graceMs,
    companions: 0,
    finalWord,
  });
  return { spec: { ...spec, wrapper }, wrapperFiles };
}
