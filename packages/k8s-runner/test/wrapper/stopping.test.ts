import { expect, test } from "vitest";
import { processEnded, sh, startWrapped } from "./wrapped.ts";

const finalWord = { field: "type", final: ["result"], resumed: ["assistant"], lingerMs: 100 };
const result = `echo '{"ms":1,"type":"result","is_error":false}'`;
const forever = "while :; do sleep 0.02; done";
/** So long that a test which depended on it would never end. */
const never = 1_000_000;

test("a SIGTERM reaches the agent, and what it writes on its way out is not lost", async () => {
  const { child, saw, ended } = startWrapped(
    sh(`trap 'echo flushing; sleep 0.2; echo flushed; exit 9' TERM; echo ready; ${forever}`),
  );
  await saw("ready");
  child.kill("SIGTERM");
  const run = await ended;
  expect(run.stdout.toString()).toBe("ready\nflushing\nflushed\n");
  expect(run.code).toBe(9);
  expect(run.end).toMatchObject({ exitCode: 9, stopped: "signal" });
  expect(run.message).toMatchObject({ ending: { kind: "exited", code: 9 }, stopped: "signal" });
});

test("a SIGTERM reaches the children of the agent too", async () => {
  const { child, saw, ended } = startWrapped(sh(`sh -c 'echo child; ${forever}' & echo "pid $!"; wait`));
  await saw("child");
  child.kill("SIGTERM");
  const run = await ended;
  expect(run.end).toMatchObject({ signal: "SIGTERM", stopped: "signal" });
  await processEnded(Number(/pid (\d+)/.exec(run.stdout.toString())?.[1]));
});

test("a SIGINT is passed on as a SIGINT", async () => {
  const { child, saw, ended } = startWrapped(sh(`trap 'exit 2' INT; echo ready; ${forever}`));
  await saw("ready");
  child.kill("SIGINT");
  expect((await ended).code).toBe(2);
});

test("an agent that ignores the SIGTERM is killed when its grace is over", async () => {
  const { child, saw, ended } = startWrapped(sh(`trap '' TERM; echo ready; ${forever}`), {
    config: { stopGraceMs: 100 },
  });
  await saw("ready");
  child.kill("SIGTERM");
  const run = await ended;
  expect(run.code).toBe(137);
  expect(run.end).toMatchObject({ signal: "SIGKILL", stopped: "signal" });
  expect(run.message?.ending).toEqual({ kind: "signalled", signal: "SIGKILL" });
});

test("an agent that stays after its last word is stopped, and that it had spoken is told", async () => {
  const run = await startWrapped(sh(`echo '{"type":"assistant"}'; ${result}; echo bye; ${forever}`), {
    config: { finalWord },
  }).ended;
  expect(run.code).toBe(143);
  expect(run.stdout.toString()).toMatch(/bye\n$/);
  expect(run.end).toMatchObject({ exitCode: null, signal: "SIGTERM", stopped: "linger" });
  expect(run.message).toMatchObject({
    stopped: "linger",
    lastWord: '{"ms":1,"type":"result","is_error":false}',
  });
});

test("one that stays and does not hear the SIGTERM is killed", async () => {
  const run = await startWrapped(sh(`trap '' TERM; ${result}; ${forever}`), {
    config: { finalWord, stopGraceMs: 100 },
  }).ended;
  expect(run.end).toMatchObject({ signal: "SIGKILL", stopped: "linger" });
});

test("one that stays while nobody reads its output is stopped all the same", async () => {
  const { child, testified, ended } = startWrapped(
    sh(`head -c 3000000 /dev/zero | tr '\\0' x; echo; ${result}; ${forever}`),
    { config: { finalWord, drainMs: never }, isUnread: true },
  );
  await testified(({ ending }) => ending !== null);
  child.stdout.resume();
  const run = await ended;
  expect(run.end).toMatchObject({ signal: "SIGTERM", stopped: "linger" });
  expect(run.stdout.length).toBe(3_000_001 + 42);
});

test("an agent that goes back to work after a last word may be as silent as it likes", async () => {
  const run = await startWrapped(sh(`${result}; echo '{"type":"assistant"}'; sleep 0.5; echo awake`), {
    config: { finalWord },
  }).ended;
  expect(run.stdout.toString()).toContain("awake");
  expect(run.end).toMatchObject({ exitCode: 0, stopped: null });
  expect(run.message?.lastWord).toContain("result");
});

test("lines that only look like a last word are none", async () => {
  const lines = [
    `{"message":{"type":"result"}}`,
    `{"result":"type"}`,
    `{"type":"results"}`,
    `{"type":1,"result":2}`,
    `{"type":["result"]}`,
    String.raw`{"text":"{\"type\":\"result\"}"}`,
    `[{"type":"result"}]`,
    `log: {"type":"result"}`,
    `{"type":"result"`,
  ].join("\n");
  const run = await startWrapped(sh(`cat FOLDER/lines; sleep 0.4`), {
    files: { lines },
    config: { finalWord },
  }).ended;
  expect(run.stdout.toString()).toBe(lines);
  expect(run.message).toMatchObject({ lastWord: null, stopped: null });
});
