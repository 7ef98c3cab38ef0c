import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { js, processEnded, sh, startWrapped } from "./wrapped.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test("what an agent writes comes out byte for byte, each stream for itself", async () => {
  const run = await startWrapped(sh("echo one; echo two >&2; printf 'three\\r\\n\\n'; exit 3")).ended;
  expect(run.faults).toEqual([]);
  expect(run.stdout.toString()).toBe("one\nthree\r\n\n");
  expect(run.stderr.toString()).toBe("two\n");
  expect(run.code).toBe(3);
  expect(run.end).toEqual({
    exitCode: 3,
    signal: null,
    stdoutBytes: 12,
    stderrBytes: 4,
    stdoutSha256: sha256(run.stdout),
    oomKills: run.end?.oomKills,
    stopped: null,
  });
  expect(run.message).toMatchObject({
    phase: "done",
    ending: { kind: "exited", code: 3 },
    stopped: null,
    frames: run.frames.length,
    stdout: { bytes: 12, sentBytes: 12, lostBytes: 0 },
    stdoutLines: 3,
    stdoutSha256: sha256(run.stdout),
    problems: [],
    stderrTail: "two\n",
  });
});

test("a line without its end comes out when the agent pauses in it", async () => {
  const { saw, open, ended } = startWrapped(
    sh("printf 'what next? '; until [ -e FOLDER/go ]; do :; done; echo this"),
  );
  await saw("what next? +");
  open("go");
  expect((await ended).stdout.toString()).toBe("what next? this\n");
});

test("an agent that writes nothing is told of as well", async () => {
  const run = await startWrapped(["true"]).ended;
  expect(run.frames.map(({ kind }) => kind)).toEqual(["end"]);
  expect(run.end).toMatchObject({ exitCode: 0, stdoutBytes: 0, stdoutSha256: sha256(Buffer.alloc(0)) });
});

test("an agent reads its stdin from the file it is given, or finds it empty", async () => {
  const files = { prompt: "do it\n" };
  expect((await startWrapped(["cat"], { files }).ended).stdout.toString()).toBe("");
  const config = { stdinPath: "FOLDER/prompt" };
  expect((await startWrapped(["cat"], { files, config }).ended).stdout.toString()).toBe("do it\n");
});

test("an agent that is killed ends the wrapper as a shell would, and its signal is told", async () => {
  const run = await startWrapped(sh("echo last words; kill -KILL $$")).ended;
  expect(run.code).toBe(128 + 9);
  expect(run.stdout.toString()).toBe("last words\n");
  expect(run.end).toMatchObject({ exitCode: null, signal: "SIGKILL", stopped: null });
  expect(run.message?.ending).toEqual({ kind: "signalled", signal: "SIGKILL" });
});

test("a command that is not there ends with 127, and the message names it without its arguments", async () => {
  const run = await startWrapped(["no-such-agent", "--prompt", "secret"]).ended;
  const problem = '"no-such-agent" was not found (ENOENT)';
  expect(run.code).toBe(127);
  expect(run.end).toMatchObject({ exitCode: 127, stdoutBytes: 0 });
  expect(run.message?.ending).toEqual({ kind: "not-started", code: 127, problem });
  expect(run.said).toBe(`runverdict: ${problem}\n`);
  expect(run.messageText + run.bytes.toString()).not.toContain("secret");
});

test("a command that can't be executed ends with 126", async () => {
  const files = { notes: "not a program\n" };
  const run = await startWrapped(["FOLDER/notes"], { files }).ended;
  expect(run.code).toBe(126);
  expect(run.message?.ending).toMatchObject({ kind: "not-started", code: 126 });
  expect(run.said).toContain("could not be executed (EACCES)");
});

test("nothing of the agent's environment or arguments is told, and it has its environment as it was", async () => {
  const agent = js("console.log(Object.keys(process.env).join(), process.argv.length)");
  const env = { AGENT_TOKEN: "hidden-value" };
  const run = await startWrapped([...agent, "hidden-value"], { env }).ended;
  expect(run.stdout.toString()).toContain("AGENT_TOKEN");
  expect(run.stdout.toString()).not.toMatch(/runverdict/i);
  expect(run.bytes.toString() + run.messageText + run.said).not.toContain("hidden-value");
});

test("what an agent leaves behind in its group ends with it, and does not keep the wrapper", async () => {
  const run = await startWrapped(sh("sleep 1000 & echo $!")).ended;
  expect(run.code).toBe(0);
  await processEnded(Number(run.stdout.toString()));
  expect(run.message?.phase).toBe("done");
});

test("a grandchild that left the group and writes on does not keep the wrapper, nor break the account", async () => {
  const late = "setsid sh -c 'for i in 1 2 3 4 5 6 7 8 9; do echo late; sleep 0.05; done' & ";
  const run = await startWrapped(sh(`${late} echo done`)).ended;
  expect(run.faults).toEqual([]);
  expect(run.stdout.toString()).toContain("done\n");
  expect(run.end).toMatchObject({
    exitCode: 0,
    stdoutBytes: run.stdout.length,
    stdoutSha256: sha256(run.stdout),
  });
});

test("a script that opens /dev/stderr anew is heard, and the message says what it does", async () => {
  const { saw, open, ended } = startWrapped(
    sh("echo one >&2; until [ -e FOLDER/go ]; do :; done; echo two > /dev/stderr"),
  );
  await saw("one$");
  open("go");
  const run = await ended;
  expect(run.faults).toEqual([]);
  expect(run.stderr.toString()).toBe("one\ntwo\n");
  expect(run.message?.problems).toEqual([
    "the agent's stderr was emptied by a process that opened it anew (> /dev/stderr in a script?)",
  ]);
});
