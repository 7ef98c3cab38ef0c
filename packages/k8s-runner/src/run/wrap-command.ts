import { PROMPT_PATH, SPOOL_PATH, WRAPPER_PATH } from "../job/reserved.ts";
import type { Wrapper } from "../job/run-spec.ts";
import { terminationMessageLimit, wrapperConfig, type FinalWord } from "../wrapper/wrapper-config.ts";
import { wrapperCommand, wrapperFiles } from "../wrapper/wrapper-files.ts";

/** What is to be wrapped, and how its wrapper is to end it. */
export interface WrapWish {
  /** The agent's command, without the `args` of its specification. */
  readonly command: readonly string[];
  /** Whether the specification has a prompt, which becomes the agent's stdin. */
  readonly hasPrompt: boolean;
  /** Of the specification: the pod's termination grace. */
  readonly graceMs: number;
  /** How many containers the pod has beside the agent's. */
  readonly companions: number;
  readonly finalWord: FinalWord | null;
}

export interface WrappedCommand {
  /** For the specification; `args` of it are handed to the agent. */
  readonly wrapper: Wrapper;
  /** For `runJob`: the files with the nonce of the Job, which is known when it is made. */
  readonly wrapperFiles: (nonce: string) => Readonly<Record<string, string>>;
}

/** What is left of the grace is for what the agent wrote at last. */
const STOP_SHARE = 0.7;
/** A specification is checked and hashed before there is a Job, of whose UID the nonce is made. */
const NO_NONCE = "00000000";
const SPOOL_SIZE = "2Gi";

/**
 * The agent's command inside the in-pod wrapper, mounted where a Job of ours mounts it.
 *
 * @throws TypeError for an empty command, and when the pod has too many containers for the wrapper to tell how the agent
 * ended.
 */
export function wrapCommand(wish: WrapWish): WrappedCommand {
  const { command, hasPrompt, graceMs, companions, finalWord } = wish;
  const maxTerminationMessageBytes = terminationMessageLimit(1 + companions);
  const files = (nonce: string): Readonly<Record<string, string>> =>
    wrapperFiles(
      wrapperConfig({
        nonce,
        spoolFolder: SPOOL_PATH,
        stdinPath: hasPrompt ? PROMPT_PATH : null,
        maxTerminationMessageBytes,
        stopGraceMs: Math.ceil(graceMs * STOP_SHARE),
        finalWord,
      }),
    );
  return {
    wrapper: {
      command: wrapperCommand(WRAPPER_PATH, command),
      files: files(NO_NONCE),
      spoolSizeLimit: SPOOL_SIZE,
    },
    wrapperFiles: files,
  };
}
