import type { Agent, Issue } from "./company.ts";
import { eventually } from "./eventually.ts";
import type { RunRow } from "./rows.ts";

/** What Paperclip makes of a run that did not succeed. */
export interface Aftermath {
  readonly issue: string;
  /** Why a person has to look at the issue before anything of it goes on; null where nobody has to. */
  readonly hold: string | null;
  readonly retry: { readonly reason: string | null; readonly at: string | null } | null;
  readonly agent: string;
}

/** It is decided some moments after the run has ended: a retry, a hold, or a blocked issue. */
export function aftermathOf(agent: Agent, issue: Issue, run: RunRow): Promise<Aftermath> {
  return eventually(`What follows from run ${run.id}`, async () => {
    const [row, hold, runs] = [await issue.row(), await issue.hold(), await agent.runs()];
    const next = runs.find(({ retryOfRunId }) => retryOfRunId === run.id);
    const { status } = await agent.row();
    if (status === "running" || (hold === null && next === undefined && row.status !== "blocked"))
      return null;
    const retry =
      next === undefined ? null : { reason: next.scheduledRetryReason, at: next.scheduledRetryAt };
    return { issue: row.status, hold, retry, agent: status };
  });
}
