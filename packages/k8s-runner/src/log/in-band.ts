import { asciiBytes, asciiText, standsAt } from "./ascii.ts";

/*
 * When the kubelet fails after it has answered 200, it writes its error into the body of the log, without a timestamp
 * and without a newline. If the last record was unfinished, the error stands on the same line behind it.
 */

const MESSAGES = [
  "unable to retrieve container logs for ",
  "failed to create fsnotify watcher: ",
  "failed to try resolving symlinks ",
  "failed to open log file ",
  "failed to read log file ",
  "failed to wait logs for log file ",
  "rpc error: code = ",
  "context canceled",
  "context cancelled",
] as const;

/**
 * Whole messages that no program but the kubelet has a reason to write in the middle of a line. All others are believed
 * only on a line of their own.
 */
const WHOLE_MESSAGES = [
  /^unable to retrieve container logs for [a-z-]{1,32}:\/\/[0-9a-zA-Z._-]{1,128}$/,
  /^failed to create fsnotify watcher: [ -~]{1,200}$/,
  /^failed to try resolving symlinks in path "[^"]{1,1000}": [ -~]{1,1000}$/,
] as const;

const BEGINNINGS = MESSAGES.slice(0, 3).map(asciiBytes);

/** No message of the kubelet was seen that is longer; paths and container ids make up most of it. */
const MESSAGE_BYTES = 2500;

const PREVIEW = 256;
const NEWLINE = 0x0a;

/** The beginning of a line that has no timestamp, if the kubelet itself says something there. */
export function inBandMessage(bytes: Uint8Array, start: number, end: number): string | null {
  const stop = bytes[end - 1] === NEWLINE ? end - 1 : end;
  const text = asciiText(bytes, start, Math.min(stop, start + PREVIEW));
  return MESSAGES.some((message) => text.startsWith(message)) ? text : null;
}

/**
 * Where a message of the kubelet begins behind the content of a line that has no end; the end of the bytes when none
 * does. A line that consists of nothing else is the agent's, because it had a timestamp.
 */
export function gluedMessageAt(bytes: Uint8Array, start: number, end: number): number {
  for (let at = Math.max(start + 1, end - MESSAGE_BYTES); at < end; at += 1) {
    if (!BEGINNINGS.some((beginning) => standsAt(bytes, at, beginning))) continue;
    const text = asciiText(bytes, at, end);
    if (WHOLE_MESSAGES.some((message) => message.test(text))) return at;
  }
  return end;
}
