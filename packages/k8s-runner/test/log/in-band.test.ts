import { expect, test } from "vitest";
import { gluedMessageAt, inBandMessage } from "../../src/log/in-band.ts";

test.each([
  "unable to retrieve container logs for containerd://41aba420dbdb8d83e5f88408",
  "failed to create fsnotify watcher: too many open files",
  'failed to try resolving symlinks in path "/var/log/pods/a/b/0.log": lstat: no such file or directory',
  "context canceled",
])("%j on a line of its own is the kubelet's", (message) => {
  const bytes = bytesOf(`${message}\n`);
  expect(inBandMessage(bytes, 0, bytes.length)).toBe(message);
});

test("other lines without a timestamp are not the kubelet's", () => {
  const bytes = bytesOf("the rest of a line that says: context canceled");
  expect(inBandMessage(bytes, 0, bytes.length)).toBeNull();
});

test.each([
  ["unable to retrieve container logs for containerd://41ab", 4],
  ["failed to create fsnotify watcher: too many open files", 4],
  ['failed to try resolving symlinks in path "/a": no such file', 4],
])("%j behind an unfinished line is found", (message, at) => {
  const bytes = bytesOf(`half${message}`);
  expect(gluedMessageAt(bytes, 0, bytes.length)).toBe(at);
});

test.each([
  "unable to retrieve container logs for containerd://41ab",
  "half of a line: context canceled",
  "half unable to retrieve container logs for my pod",
  "half unable to retrieve container logs for containerd://41ab, it said",
  "",
])("in %j nothing is the kubelet's", (content) => {
  const bytes = bytesOf(content);
  expect(gluedMessageAt(bytes, 0, bytes.length)).toBe(bytes.length);
});

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}
