import type { Agent, Issue } from "./host/company.ts";
import type { Run } from "./host/run.ts";
import type { Stage } from "./stage.ts";

/** An agent with one issue, whose run has begun. */
export interface SingleRun {
  readonly agent: Agent;
  readonly issue: Issue;
  readonly run: Run;
}

export async function beginRun(
  stage: Stage,
  differs: Readonly<Record<string, unknown>> = {},
): Promise<SingleRun> {
  const agent = await stage.hire(differs);
  const issue = await agent.assign("Run the tests");
  return { agent, issue, run: await issue.nextRun() };
}
