import {
  PROMPT_PATH,
  SPOOL_PATH,
  terminationMessageLimit,
  WRAPPER_PATH,
  wrapperCommand,
  wrapperConfig,
  wrapperFiles,
  type RunSpec,
} from "@runverdict/k8s-runner";
import type { PodConfig } from "../config/adapter-config.ts";

/** How the agent's container starts: by the wrapper, or by a shell that does nothing but open the prompt. */
export interface StartCommand {
  readonly command: readonly string[];
  readonly wrapper: RunSpec["wrapper"];
  /** The wrapper's files for the nonce of a Job; null without one. */
  readonly wrapperFiles: ((nonce: string) => Readonly<Record<string, string>>) | null;
}

const SPOOL_SIZE = "2Gi";

/** The program and its arguments are words to the shell and never a part of its script. */
const OPEN_PROMPT = ["/bin/sh", "-c", 'exec "$@" <"$0"', PROMPT_PATH] as const;

/** @throws TypeError when the pod has too many containers for the wrapper to tell how the agent ended. */
export function startCommand(
  program: string,
  { wrapper, sidecars }: Pick<PodConfig, "wrapper" | "sidecars">,
  { graceMs, lingerMs }: { readonly graceMs: number; readonly lingerMs: number },
): StartCommand {
  if (!wrapper) return { command: [...OPEN_PROMPT, program], wrapper: null, wrapperFiles: null };
  const maxTerminationMessageBytes = terminationMessageLimit(1 + sidecars.length);
  const files = (nonce: string): Readonly<Record<string, string>> =>
    wrapperFiles(
      wrapperConfig({
        nonce,
        spoolFolder: SPOOL_PATH,
        stdinPath: PROMPT_PATH,
        maxTerminationMessageBytes,
        // What is left of the grace is for what the agent wrote at last.
        stopGraceMs: Math.ceil(graceMs * 0.7),
        finalWord: { field: "type", final: ["result"], resumed: ["assistant", "user"], lingerMs },
      }),
    );
  return {
    command: [program],
    wrapper: {
      command: wrapperCommand(WRAPPER_PATH, [program]),
      files: files("00000000"),
      spoolSizeLimit: SPOOL_SIZE,
    },
    wrapperFiles: files,
  };
}
