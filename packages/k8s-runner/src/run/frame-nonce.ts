import { sha256 } from "./sha256.ts";

/** The mark of the wrapper's frames: every process that follows the Job can tell it. */
export function frameNonce(jobUid: string): string {
  return sha256(`frames ${jobUid}`).slice(0, 32);
}
