import type { OutputTotal } from "../log/testimony.ts";
import { readTerminationMessage } from "../wrapper/termination-message.ts";

/** How much the agent wrote, as the wrapper says in the container's last word; null where it says nothing of it. */
export function outputTotal(terminationMessage: string | null): OutputTotal | null {
  const message = readTerminationMessage(terminationMessage ?? "");
  if (message === null || message.stdout.bytes === null) return null;
  return { stdoutBytes: message.stdout.bytes, stdoutSha256: message.stdoutSha256 };
}
