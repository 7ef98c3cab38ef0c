import type { Container } from "../objects.ts";
import type { ContainerLog } from "./container-log.ts";

const FILE_BYTES = 4096;
const LOG_BYTES = 2048;
const LOG_LINES = 80;

/** All messages of a pod together; each container has its share, at its beginning. */
const POD_BYTES = 12 * 1024;

/**
 * What the status says of the container's last words: the end of its termination file or, where that is empty, it
 * failed, and the policy says so, the end of its log.
 */
export function terminationMessage(
  container: Container,
  exit: { readonly exitCode: number; readonly message: string },
  log: ContainerLog,
  containers: number,
): string {
  const share = Math.floor(POD_BYTES / containers);
  const isFallback = container.terminationMessagePolicy === "FallbackToLogsOnError" && exit.exitCode !== 0;
  const text =
    exit.message === "" && isFallback ? logTail(log) : lastBytes(Buffer.from(exit.message), FILE_BYTES);
  return Buffer.from(text).subarray(0, share).toString();
}

function logTail(log: ContainerLog): string {
  const records = log.current().records.slice(-LOG_LINES);
  const text = records.map(({ content, isPartial }) =>
    Buffer.concat([content, Buffer.from(isPartial ? "" : "\n")]),
  );
  return lastBytes(Buffer.concat(text), LOG_BYTES);
}

function lastBytes(bytes: Buffer, limit: number): string {
  return bytes.subarray(Math.max(0, bytes.length - limit)).toString();
}
