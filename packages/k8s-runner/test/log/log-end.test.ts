import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { logEndOf, type LogEnd, type LogOutcome } from "../../src/log/log-end.ts";

test.each<readonly [string, number, LogEnd]>([
  ["log-container-creating", 400, { kind: "waiting", reason: "ContainerCreating" }],
  ["log-no-previous", 400, { kind: "gone", what: "previous" }],
  [
    "log-no-such-container",
    400,
    { kind: "misnamed", message: "container x is not valid for pod run-api-errors-s4ch9" },
  ],
  ["log-no-such-pod", 404, { kind: "gone", what: "pod" }],
  ["bad-token-401", 401, { kind: "unauthenticated" }],
])("the recorded answer %s is understood", (name, status, end) => {
  expect(logEndOf(answered(status, recorded(name)))).toEqual(end);
});

test("a recorded refusal keeps the words that name the missing permission", () => {
  const end = logEndOf(answered(403, recorded("forbidden-403")));
  expect(end).toMatchObject({ kind: "forbidden", message: expect.stringContaining("cannot") });
});

test.each<readonly [string, LogEnd]>([
  ['container "a" in pod "p" is waiting to start - no logs yet', { kind: "waiting", reason: "no logs yet" }],
  [
    'container "a" in pod "p" is waiting to start: trying and failing to pull image',
    { kind: "waiting", reason: "trying and failing to pull image" },
  ],
  ["pod p does not have a host assigned", { kind: "waiting", reason: "no host assigned" }],
  ['container "a" in pod "p" is terminated', { kind: "gone", what: "container" }],
  ['container "a" in pod "p" is not available', { kind: "gone", what: "container" }],
  [
    "a container name must be specified for pod p, choose one of: [a b]",
    { kind: "misnamed", message: "a container name must be specified for pod p, choose one of: [a b]" },
  ],
  ["Invalid value", { kind: "refused", status: 400, message: "Invalid value" }],
])("400 with the words %j is understood", (message, end) => {
  expect(logEndOf(answered(400, JSON.stringify({ message })))).toEqual(end);
});

test("404 may be the node's and not the pod's", () => {
  const body = { message: 'nodes "n" not found', details: { name: "n", kind: "nodes" } };
  expect(logEndOf(answered(404, JSON.stringify(body)))).toEqual({ kind: "gone", what: "node" });
});

test("an unreachable kubelet is an error of the server, whatever wrote its body", () => {
  const message =
    'Get "https://node-1:20250/containerLogs/…": dial tcp 127.0.0.1:20250: connect: connection refused';
  expect(logEndOf(answered(500, JSON.stringify({ message })))).toEqual({
    kind: "server-error",
    status: 500,
    message,
  });
  expect(logEndOf(answered(502, "<html>Bad Gateway</html>"))).toMatchObject({
    kind: "server-error",
    status: 502,
  });
  expect(logEndOf({ ...answered(429, "{}"), retryAfterMs: 1000 })).toEqual({
    kind: "throttled",
    retryAfterMs: 1000,
  });
  expect(logEndOf(answered(418, "null"))).toEqual({ kind: "refused", status: 418, message: "null" });
});

test("what ended is told apart from what was never there", () => {
  expect(logEndOf({ kind: "unreachable" })).toEqual({ kind: "unreachable" });
  for (const how of ["eof", "reset", "idle"] as const)
    expect(logEndOf({ kind: "ended", how, inBand: null })).toEqual({ kind: how });
  const message = "failed to create fsnotify watcher: too many open files";
  expect(logEndOf({ kind: "ended", how: "eof", inBand: message })).toEqual({
    kind: "kubelet-error",
    message,
  });
});

test("what strangers write is bounded and holds no control characters", () => {
  const hostile = `\u001b[2J${"x".repeat(10_000)}\n`;
  const end = logEndOf(answered(503, JSON.stringify({ message: hostile, __proto__: { message: 1 } })));
  expect(end.kind === "server-error" && end.message).toMatch(/^\[2Jx{290,300}$/);
  expect(logEndOf(answered(500, hostile.repeat(20)))).toMatchObject({
    message: expect.stringMatching(/^\[2Jx+$/),
  });
});

function answered(status: number, body: string): Extract<LogOutcome, { readonly kind: "answered" }> {
  return { kind: "answered", status, body, retryAfterMs: null };
}

function recorded(name: string): string {
  return readFileSync(new URL(`recorded/${name}.json`, import.meta.url), "utf8");
}
