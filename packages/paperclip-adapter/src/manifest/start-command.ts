import { PROMPT_PATH, wrapCommand, type RunSpec } from "@runverdict/k8s-runner";
import { LAST_WORD_LINES } from "@runverdict/stream-parser";
import type { PodConfig } from "../config/adapter-config.ts";

/** How the agent's container starts: by the wrapper, or by a shell that does nothing but open the prompt. */
export interface StartCommand {
  readonly command: readonly string[];
  readonly wrapper: RunSpec["wrapper"];
  /** The wrapper's files for the nonce of a Job; null without one. */
  readonly wrapperFiles: ((nonce: string) => Readonly<Record<string, string>>) | null;
}

/** The program and its arguments are words to the shell and never a part of its script. */
const OPEN_PROMPT = ["/bin/sh", "-c", 'exec "$@" <"$0"', PROMPT_PATH] as const;

/** @throws TypeError when the pod has too many containers for the wrapper to tell how the agent ended. */
export function startCommand(
  program: string,
  { wrapper, sidecars }: Pick<PodConfig, "wrapper" | "sidecars">,
  { graceMs, lingerMs }: { readonly graceMs: number; readonly lingerMs: number },
): StartCommand {
  if (!wrapper) return { command: [...OPEN_PROMPT, program], wrapper: null, wrapperFiles: null };
  const wrapped = wrapCommand({
    command: [program],
    hasPrompt: true,
    graceMs,
    companions: sidecars.length,
    finalWord: { ...LAST_WORD_LINES, lingerMs },
  });
  return { command: [program], ...wrapped };
}
