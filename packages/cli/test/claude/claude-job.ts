import { join } from "node:path";
import {
  plainRun,
  WRAPPER_PATH,
  wrapperCommand,
  wrapperConfig,
  wrapperFiles,
  type EnvEntry,
  type RunHandle,
  type RunOptions,
  type RunSpec,
} from "@runverdict/k8s-runner";
import { folderWith } from "../support/case-folder.ts";
import { API_KEY, claude, claudeEnvironment } from "./claude-environment.ts";
import { tag } from "./processes.ts";
import type { Stage } from "./stage.ts";

/** What a story says of the Job whose agent is Claude Code. */
export interface ClaudeJob {
  /** Behind Claude's options and before the prompt. */
  readonly args?: readonly string[];
  readonly credential?: Credential;
  readonly env?: Readonly<Record<string, string>>;
  readonly data?: RunSpec["data"];
  readonly limits?: RunOptions["limits"];
  /** Whether the in-pod wrapper stands around it. */
  readonly wrapped?: boolean;
  /** Once this is written, or is so, `act` is done. */
  readonly when?: string | (() => boolean);
  readonly act?: (handle: RunHandle) => void;
}

export type Credential = Extract<EnvEntry, { readonly kind: "secret" }>;

export const apiKey: Credential = { kind: "secret", name: "ANTHROPIC_API_KEY", value: API_KEY };

/** To end in; under load Claude was seen to take three seconds. */
const GRACE_MS = 20_000;

let jobs = 0;

/** The Job as the runner wants it said. */
export function optionsFor(
  { cluster, api }: Stage,
  { args = [], credential = apiKey, env, data = plainRun.data, limits, wrapped = false }: ClaudeJob,
): Pick<RunOptions, "spec" | "limits" | "wrapperFiles"> {
  jobs += 1;
  const plain = Object.entries({ ...claudeEnvironment(api), ...env });
  const spec: RunSpec = {
    ...plainRun,
    runId: `story-${jobs}`,
    namespace: cluster.namespace,
    agent: "claude",
    image: "claude-code",
    command: [...claude, ...args, `Do the task of ${tag}.`],
    env: [...plain.map(([name, value]) => ({ kind: "value", name, value }) as const), credential],
    data,
    graceMs: GRACE_MS,
  };
  const options = { spec, limits: { stopGraceMs: GRACE_MS, ...limits } };
  return wrapped ? { ...options, ...wrapperAround(spec) } : options;
}

/** A local process sees the machine's folders and not the container's, and paths in a file are not rewritten. */
function wrapperAround(spec: RunSpec): Required<Pick<RunOptions, "spec" | "wrapperFiles">> {
  const folder = folderWith({ message: "" });
  const places = { spoolFolder: folder, terminationMessagePath: join(folder, "message") };
  const files = (nonce: string): Readonly<Record<string, string>> =>
    wrapperFiles(wrapperConfig({ ...places, nonce, stopGraceMs: GRACE_MS / 2 }));
  const command = wrapperCommand(WRAPPER_PATH, spec.command);
  const wrapper = { command, files: files("00000000"), spoolSizeLimit: "1Gi" };
  return { spec: { ...spec, wrapper }, wrapperFiles: files };
}
