import { classify } from "@runverdict/classifier";
import { runJob } from "@runverdict/k8s-runner";
import { createLastWord, createObserver, createParser } from "@runverdict/stream-parser";
import { apiKey, optionsFor, type ClaudeJob } from "./claude-job.ts";
import { keptPromises, type ClaudeRun } from "./kept-promises.ts";
import type { Stage } from "./stage.ts";

/** Runs Claude Code as the agent of a Job, to its end, and checks what is promised of every run. */
export async function runClaude(stage: Stage, job: ClaudeJob = {}): Promise<ClaudeRun> {
  const { credential = apiKey, when = "", act = () => {} } = job;
  const [parser, observer, decoder] = [createParser(), createObserver(), new TextDecoder()];
  let output = "";
  const handle = runJob({
    ...optionsFor(stage, job),
    cluster: stage.cluster,
    keepJob: true,
    agent: createLastWord(),
    onOutput: (bytes) => {
      parser.feed(bytes).forEach(observer.observe);
      output += decoder.decode(bytes, { stream: true });
    },
  });
  const isTime = typeof when === "string" ? () => when !== "" && output.includes(when) : when;
  const watch = setInterval(() => {
    if (!isTime()) return;
    clearInterval(watch);
    act(handle);
  }, 50);
  const outcome = await handle.outcome;
  clearInterval(watch);
  parser.end().forEach(observer.observe);
  const stream = observer.stream();
  const verdict = classify({ ...outcome.evidence, stream });
  const run = { jobName: handle.jobName, verdict, stream, outcome, output };
  await keptPromises(stage, run, credential.value);
  return run;
}
