import { expect, test } from "vitest";
import { createLiveLog, type LiveLogOptions } from "../../src/log/live-log.ts";
import { answers, calls, init, line, result, says } from "../support/claude-lines.ts";
import { createHandClock } from "../../../k8s-runner/test/cluster/support/hand-clock.ts";
import { createRunLog, type RunLog } from "../host-double/run-log.ts";

function aLog(differs: Partial<LiveLogOptions> = {}, host: RunLog = createRunLog()) {
  const clock = createHandClock();
  const log = createLiveLog({ format: "readable", secrets: [], onLog: host.onLog, clock, ...differs });
  return { host, clock, log, write: (text: string) => log.output(Buffer.from(text)) };
}

test("a run reads as what the agent says and does, line by line", async () => {
  const { log, write, host } = aLog();
  log.note("Waiting for a node: Unschedulable");
  write(
    init() +
      says("Let me look.\n\nThen I fix it.") +
      calls("t1", "Bash", { command: "pnpm test\npnpm lint" }),
  );
  write(answers("t1", "1 failed\nsee above", true) + says("Done.") + result({ result: "Done." }));
  await log.end();
  expect(host.stdout().split("\n")).toEqual([
    "run       │ Waiting for a node: Unschedulable",
    "init      │ claude-x · /workspace · session 11111111-1111-4111-8111-111111111111",
    "agent     │ Let me look.",
    "agent     │",
    "agent     │ Then I fix it.",
    "tool 1    │ Bash: pnpm test ⏎ pnpm lint",
    "error 1   │ 1 failed ⏎ see above",
    "agent     │ Done.",
    "result    │ success · 1,200 tokens in, 34 out, 5 cached · $0.0123 · 2 turns, 12.3 s",
    "",
  ]);
});

test("in the raw form the agent's own lines go on as they are, beside ours", async () => {
  const { log, write, host } = aLog({ format: "stream-json" });
  const lines = `${says("Hello")}plain words\r\n\n`;
  write(lines);
  log.note("Gathering the evidence");
  await log.end();
  expect(host.stdout()).toBe(`${lines}run       │ Gathering the evidence\n`);
});

test("lines that come together travel together, a quarter of a second after the first at latest", async () => {
  const { log, write, host, clock } = aLog();
  write(says("One."));
  write(says("Two."));
  clock.advance(249);
  await settled();
  expect(host.chunks).toEqual([]);
  clock.advance(1);
  await settled();
  expect(host.chunks).toEqual([{ stream: "stdout", text: "agent     │ One.\nagent     │ Two.\n" }]);
  await log.end();
  expect(clock.sleepers()).toBe(0);
});

test("much at once does not wait", async () => {
  const { log, write, host } = aLog({ format: "stream-json" });
  write(`${"x".repeat(70_000)}\n`);
  await settled();
  expect(host.chunks.map(({ text }) => text.length)).toEqual([65_536, 4465]);
  await log.end();
});

test("the host is given one chunk after the other, and what it does not take ends nothing", async () => {
  let refusals = 2;
  const refusing = createRunLog(async () => {
    refusals -= 1;
    if (refusals >= 0) throw new Error("no space left");
  });
  const { log, clock, host } = aLog({}, refusing);
  for (const text of ["one", "two", "three", "four"]) {
    log.note(text);
    clock.advance(250);
    await settled();
  }
  await log.end();
  expect(host.overlaps()).toBe(0);
  expect(host.stdout().split("\n")).toEqual([
    "run       │ three",
    "run       │ Paperclip did not take 2 pieces of this log before this line",
    "run       │ four",
    "",
  ]);
});

test("a host that never answers keeps no run from its end", async () => {
  const { log, clock } = aLog(
    {},
    createRunLog(() => new Promise(() => {})),
  );
  log.note("one");
  clock.advance(250);
  await settled();
  const ended = log.end();
  clock.advance(10_000);
  await expect(ended).resolves.toBeUndefined();
});

test("what a slow host has no room for is left out, and where", async () => {
  const { promise, resolve: wake } = Promise.withResolvers<void>();
  const { log, clock, host } = aLog(
    { mostBytes: 100 },
    createRunLog(() => promise),
  );
  log.note("first");
  clock.advance(250);
  await settled();
  for (let count = 1; count <= 30; count += 1) log.note(`number ${count} of those that come`);
  wake();
  await settled();
  clock.advance(250);
  await settled();
  log.note("last");
  await log.end();
  expect(host.stdout().split("\n")).toEqual([
    "run       │ first",
    "run       │ number 1 of those that come",
    "run       │ number 2 of those that come",
    "run       │ number 3 of those that come",
    "run       │ 27 lines left out: Paperclip took the log more slowly than it was written",
    "run       │ last",
    "",
  ]);
});

test("what was left out last is said at the end", async () => {
  const { log, host } = aLog({ mostBytes: 10 });
  log.note("kept");
  log.note("left out");
  await log.end();
  expect(host.stdout()).toContain("1 line left out");
});

test("a NUL never reaches the host, whose database it would break", async () => {
  for (const format of ["readable", "stream-json"] as const) {
    const { log, write, host } = aLog({ format });
    write(`a\0b\n${says("c\0d")}`);
    log.note("e\0f");
    log.stderr("g\0h");
    await log.end();
    expect(host.chunks.map(({ text }) => text).join("")).not.toContain("\0");
  }
});

test("the agent's stderr goes to the host's", async () => {
  const { log, host } = aLog();
  log.stderr("npm warn deprecated");
  log.note("afterwards");
  await log.end();
  expect(host.chunks).toEqual([
    { stream: "stderr", text: "npm warn deprecated\n" },
    { stream: "stdout", text: "run       │ afterwards\n" },
  ]);
});

test("secrets are masked in words, in JSON and in what a program prints of them", async () => {
  const secret = 'p"ss/w\\rd-42';
  for (const format of ["readable", "stream-json"] as const) {
    const { log, write, host } = aLog({ format, secrets: [secret] });
    write(
      calls("t1", "Bash", { command: `curl -u me:${secret}` }) + answers("t1", JSON.stringify({ secret })),
    );
    write(`${secret}\n`);
    log.note(`The key is ${secret}`);
    log.stderr(secret);
    await log.end();
    const all = host.chunks.map(({ text }) => text).join("");
    expect(all).not.toMatch(/rd-42/);
    expect(all.match(/\[redacted\]/g)).toHaveLength(5);
  }
});

test("a secret is masked also where a long text is cut", async () => {
  const { log, write, host } = aLog({ secrets: ["correct-horse-battery"] });
  for (let before = 170; before < 310; before += 1)
    write(answers("t", `${"x".repeat(before)}correct-horse-battery${"y".repeat(400)}`));
  await log.end();
  expect(host.stdout()).not.toMatch(/xcorr|teryy/);
});

test("a character that was cut in two by the chunks is whole", async () => {
  const { log, host } = aLog();
  const bytes = Buffer.from(says("héllo 😀"));
  for (const byte of bytes) log.output(Uint8Array.of(byte));
  await log.end();
  expect(host.stdout()).toBe("agent     │ héllo 😀\n");
});

test("a line that nothing ended is shown at the end", async () => {
  const { log, write, host } = aLog();
  write("Killed");
  await log.end();
  expect(host.stdout()).toBe("text      │ Killed\n");
});

test("of a line beyond all measure only the length is told", async () => {
  const { log, write, host } = aLog({ format: "stream-json" });
  for (let piece = 0; piece < 9; piece += 1) write("x".repeat(1024 * 1024));
  write("\nafter\n");
  await log.end();
  expect(host.stdout()).toBe("run       │ A line of 9.4 MB is not shown\nafter\n");
});

test("the tool that the agent waits for is known in both forms", async () => {
  for (const format of ["readable", "stream-json"] as const) {
    const { log, write } = aLog({ format });
    expect(log.openCall()).toBeNull();
    write(
      calls("t1", "Task", { description: "Look around" }) +
        calls("t2", "Bash", { command: "pnpm install" }, "t1"),
    );
    expect(log.openCall()).toEqual({ number: 2, words: "Bash: pnpm install" });
    write(answers("t2", "done"));
    expect(log.openCall()).toEqual({ number: 1, words: "Task: Look around" });
    await log.end();
  }
});

test("the log of a run takes the time of the machine when it is given none", async () => {
  const host = createRunLog();
  const log = createLiveLog({ format: "readable", secrets: [], onLog: host.onLog });
  log.output(Buffer.from(line({ type: "assistant", message: { content: "Hello." } })));
  await log.end();
  expect(host.stdout()).toBe("agent     │ Hello.\n");
});

/** What is ready to happen has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
