import stringWidth from "string-width";
import { expect, test } from "vitest";
import { agentThatWaits, exampleAgent } from "../support/agents.ts";
import { testCluster } from "../support/cluster.ts";
import { onTerminal, type Screen } from "../support/pseudo-terminal.ts";

/** The words of a status line, which belong to no other line. */
const waiting =
  /Connecting to|Creating the Job|Waiting for a node|Starting the pod|Stopping the agent|Gathering|Cleaning up/;

function expectNothingLeft({ lines }: Screen): void {
  expect(lines.filter((line) => waiting.test(line))).toEqual([]);
  // The shell's prompt comes to stand at the beginning of a line.
  expect(lines.at(-1)).toBe("");
}

test.each([80, 40])(
  "on a terminal of %i columns a newcomer's run fits, and leaves nothing of its status line",
  async (columns) => {
    const session = onTerminal(["run", "--embedded", "--", ...exampleAgent], { columns });
    expect(await session.output.status).toBe(0);
    const screen = session.screen();
    expectNothingLeft(screen);
    expect(screen.widest).toBeLessThanOrEqual(columns);
    expect(screen.hasStyles).toBe(true);
    expect(screen.lines.join("\n")).toMatch(/ init {7}claude-opus[^]* result {5}success[^]*\n\n✓ Succeeded/);
  },
);

test("what a run waits for stands in one line, which is wiped before anything else is written", async () => {
  const cluster = await testCluster({ images: { "slow:1": { kind: "slow", ms: 600 } } });
  const where = ["--kubeconfig", cluster.kubeconfig, "--image", "slow:1"];
  const session = onTerminal(["run", ...where, "--", ...exampleAgent], { columns: 40 });
  expect(await session.output.status).toBe(0);
  const screen = session.screen();
  expectNothingLeft(screen);
  // One column is left free: a terminal may begin a new line when the last one is written.
  expect(screen.erased).toContain("Starting the pod on node-1 (ContainerC…");
  for (const line of screen.erased) expect(line).toMatch(waiting);
});

test("NO_COLOR is heeded, and the status line is wiped all the same", async () => {
  const cluster = await testCluster({ images: { "slow:1": { kind: "slow", ms: 600 } } });
  const where = ["--kubeconfig", cluster.kubeconfig, "--image", "slow:1"];
  const env = { NO_COLOR: "1" };
  const session = onTerminal(["run", ...where, "--", ...exampleAgent], { columns: 80, env });
  expect(await session.output.status).toBe(0);
  const screen = session.screen();
  expectNothingLeft(screen);
  expect(screen.hasStyles).toBe(false);
  // What is to be copied stays in one piece.
  const isToCopy = (line: string): boolean => line.includes("runverdict attach ");
  expect(screen.lines.filter((line) => stringWidth(line) > 80 && !isToCopy(line))).toEqual([]);
  expect(screen.erased).toContain("Starting the pod on node-1 (ContainerCreating)");
});

test("Ctrl-C on a terminal cancels the run, and its echo is wiped too", async () => {
  const session = onTerminal(["run", "--embedded", "--", ...agentThatWaits().command], { columns: 80 });
  await session.output.until("Waiting.");
  session.interrupt();
  expect(await session.output.status).toBe(130);
  const screen = session.screen();
  expectNothingLeft(screen);
  expect(screen.lines).toContain("Cancelling. Ctrl-C again leaves the Job alone.");
  expect(screen.lines.join("\n")).toMatch(/\n⊘ Cancelled/);
  expect(screen.widest).toBeLessThanOrEqual(80);
});
