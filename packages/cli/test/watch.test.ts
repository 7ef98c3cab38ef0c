import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fixtures, runverdict, startRunverdict } from "./support/runverdict.ts";
import { init, says, success } from "./support/scenes.ts";

test("events are shown as they come, and the verdict when the transcript ends", async () => {
  const child = startRunverdict(["explain", "--watch", "-"]);
  const seen = output(child);
  child.stdin.write(init);
  await seen.until("Claude Code 2.1.329");
  child.stdin.write(says("Looking at the tests."));
  await seen.until("Looking at the tests.");
  expect(seen.text()).not.toContain("Proof");
  child.stdin.end(success);
  expect(await once(child, "close")).toEqual([0, null]);
  const [live, verdict] = seen.text().split("\n\n");
  expect(live?.split("\n").map((line) => line.trim().split(/\s+/)[1])).toEqual(["init", "agent", "result"]);
  expect(verdict).toMatch(/^✓ Succeeded/);
});

test("half a line is not shown until the rest of it came", async () => {
  const child = startRunverdict(["explain", "--watch", "-"]);
  const seen = output(child);
  const event = says("Half of me is missing.");
  child.stdin.write(init + event.slice(0, -10));
  await seen.until("init");
  expect(seen.text()).not.toContain("Half of me");
  child.stdin.write(event.slice(-10));
  await seen.until("Half of me is missing.");
  child.stdin.end();
  expect(await once(child, "close")).toEqual([0, null]);
});

test("Ctrl-C ends the watching and gives the verdict on what came", async () => {
  const child = startRunverdict(["explain", "--watch", "-"]);
  const seen = output(child);
  child.stdin.write(init + says("Working."));
  await seen.until("Working.");
  child.kill("SIGINT");
  expect(await once(child, "close")).toEqual([0, null]);
  expect(seen.text()).toMatch(/● Not over: /);
});

test("with --json the events go to standard error, and standard output holds the verdict alone", () => {
  const { stdout, stderr, status } = runverdict(["explain", "--watch", "--json", "-"], {
    stdin: init + success,
  });
  expect(JSON.parse(stdout)).toMatchObject({ case: "-", outcome: "succeeded" });
  expect(stderr).toContain("Claude Code 2.1.329");
  expect(status).toBe(0);
});

test("a case on disk can be watched too, and is judged with all its files", () => {
  const folder = join(fixtures, "k8s-oom-beside-sidecar");
  const watched = runverdict(["explain", "--watch", folder]).stdout;
  const explained = runverdict(["explain", folder]).stdout;
  const verdict = explained.slice(0, explained.indexOf("Last events (times are UTC)"));
  expect(watched).toContain(`\n\n${verdict}`);
});

/** What a process has written so far, and how to wait for more. */
function output(child: ChildProcessWithoutNullStreams) {
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text += `stderr: ${chunk}`));
  return {
    text: () => text,
    until: async (part: string) => {
      while (!text.includes(part)) await once(child.stdout, "data");
    },
  };
}
