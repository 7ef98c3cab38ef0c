import type { Verdict } from "@runverdict/classifier";
import type { RunOutcome } from "@runverdict/k8s-runner";
import type { ParsedStream } from "@runverdict/stream-parser";
import { expect } from "vitest";
import { storyProcesses } from "./processes.ts";
import type { Stage } from "./stage.ts";

/** A run that is over. */
export interface ClaudeRun {
  readonly jobName: string;
  readonly verdict: Verdict;
  readonly stream: ParsedStream;
  readonly outcome: RunOutcome;
  /** The agent's output as the runner handed it over. */
  readonly output: string;
}

/** Checks what holds for every run, however it ended. */
export async function keptPromises(stage: Stage, run: ClaudeRun, secret: string): Promise<void> {
  expect(run.outcome.problems).toEqual([]);
  logIsComplete(stage, run);
  expect(storyProcesses(), "what still runs").toEqual([]);
  expect(stage.api.strange, "what was asked for beside the model").toEqual([]);
  await secretIsKept(stage, run, secret);
}

/** The wrapper proves it; without it the simulator knows what was written. */
function logIsComplete({ simulator }: Stage, { jobName, outcome, output }: ClaudeRun): void {
  if (outcome.evidence.run.log?.completeness === "complete") return;
  const truth = simulator.truth.runs().find(({ job }) => job.name === jobName);
  const agent = truth?.pods[0]?.containers[0];
  const [said, complained] = [agent?.stdout.text ?? "", agent?.stderr.text ?? ""];
  expect(said).not.toBe("");
  expect([said + complained, complained + said], "what Claude wrote, to the byte").toContain(output);
}

/** It reached Claude, and stands in nothing but the Secret. */
async function secretIsKept(
  { simulator, api }: Stage,
  { jobName, ...told }: ClaudeRun,
  secret: string,
): Promise<void> {
  expect(api.asked.map(({ credential }) => credential)).toContain(secret);
  const paths = ["apis/batch/v1/jobs", "api/v1/pods", "api/v1/events", "api/v1/secrets"];
  const answers = paths.map(async (path) => (await fetch(`${simulator.url}/${path}`)).text());
  const [jobs = "", pods = "", events = "", secrets = ""] = await Promise.all(answers);
  expect(jobs).toContain(jobName);
  expect(secrets).toContain(btoa(secret));
  const open = [jobs, pods, events, JSON.stringify(told)].join("\n");
  expect(open.includes(secret) || open.includes(btoa(secret)), "others may read the secret").toBe(false);
}
