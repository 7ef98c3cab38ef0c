import { z } from "zod";
import { eventually } from "../eventually.ts";
import type { PaperclipHost } from "./paperclip-host.ts";
import {
  agentRow,
  commentRow,
  identified,
  issueRow,
  runRow,
  type AgentRow,
  type CommentRow,
  type IssueRow,
  type RunRow,
} from "./rows.ts";
import { isOver, openRun, type Run } from "./run.ts";

/** A company of its own for each story, so that no story sees another's runs. */
export interface Company {
  readonly id: string;
  readonly hire: (adapterType: string, adapterConfig: object) => Promise<Agent>;
}

export interface Agent {
  readonly id: string;
  readonly row: () => Promise<AgentRow>;
  /** Newest first. */
  readonly runs: () => Promise<readonly RunRow[]>;
  /** An issue that is given to the agent, which wakes it. */
  readonly assign: (title: string, description?: string) => Promise<Issue>;
  /** Wakes it without an issue. */
  readonly wake: () => Promise<Run>;
  /** The run by which the host tries that one again. */
  readonly retryOf: (runId: string) => Promise<Run>;
  /** Nothing of it begins any more, and what runs is stopped. */
  readonly dismiss: () => Promise<void>;
}

export interface Issue {
  readonly id: string;
  readonly row: () => Promise<IssueRow>;
  readonly comments: () => Promise<readonly CommentRow[]>;
  readonly comment: (body: string) => Promise<void>;
  /** Why nothing of it goes on until a person has looked at it; null where nobody has to. */
  readonly hold: () => Promise<string | null>;
  /** What that person does who has looked at the run that holds it, and wants it to go on. */
  readonly release: (runId: string, evidence: string) => Promise<void>;
  /** The next run of its agent that nobody has been given yet. */
  readonly nextRun: () => Promise<Run>;
}

export async function foundCompany(host: PaperclipHost, name: string): Promise<Company> {
  const { id } = await host.post("/companies", { name }, identified);
  return { id, hire: (adapterType, adapterConfig) => hire(host, id, { adapterType, adapterConfig }) };
}

async function hire(host: PaperclipHost, companyId: string, adapter: object): Promise<Agent> {
  const { id } = await host.post(
    `/companies/${companyId}/agents`,
    { name: "Reviewer", role: "engineer", ...adapter },
    identified,
  );
  const runs = (): Promise<readonly RunRow[]> =>
    host.get(`/companies/${companyId}/heartbeat-runs?agentId=${id}`, z.array(runRow));
  const seen = new Set<string>();
  const nextRun = async (): Promise<Run> => {
    const next = await eventually(`Another run of agent ${id}`, async () => {
      const fresh = (await runs()).filter((run) => !seen.has(run.id));
      return fresh.at(-1) ?? null;
    });
    seen.add(next.id);
    return openRun(host, next.id);
  };
  return {
    id,
    runs,
    row: () => host.get(`/agents/${id}`, agentRow),
    assign: async (title, description = "") => {
      const issue = { title, description, status: "todo", priority: "medium", assigneeAgentId: id };
      const made = await host.post(`/companies/${companyId}/issues`, issue, identified);
      return openIssue(host, made.id, nextRun);
    },
    wake: async () => {
      const woken = await host.post(`/agents/${id}/heartbeat/invoke`, {}, identified);
      seen.add(woken.id);
      return openRun(host, woken.id);
    },
    retryOf: async (runId) => {
      const retry = await eventually(`Another try of run ${runId}`, async () => {
        return (await runs()).find(({ retryOfRunId }) => retryOfRunId === runId) ?? null;
      });
      seen.add(retry.id);
      return openRun(host, retry.id);
    },
    dismiss: async () => {
      await host.send("POST", `/agents/${id}/pause`, {});
      const alive = (await runs()).filter((run) => !isOver(run));
      await Promise.all(alive.map((run) => openRun(host, run.id).cancel()));
    },
  };
}

function openIssue(host: PaperclipHost, id: string, nextRun: () => Promise<Run>): Issue {
  const row = (): Promise<IssueRow> => host.get(`/issues/${id}`, issueRow);
  return {
    id,
    nextRun,
    row,
    hold: async () => {
      const { activeRecoveryAction, executionBlocker } = await row();
      if (activeRecoveryAction) return activeRecoveryAction.cause;
      return executionBlocker?.recoveryActionId ? executionBlocker.cause : null;
    },
    release: async (runId, outcomeEvidence) => {
      const { activeRecoveryAction, executionBlocker } = await row();
      const executionReconciliation = {
        runId,
        providerStopped: true,
        actionOutcome: "not_performed",
        outcomeEvidence,
      };
      const actionId = activeRecoveryAction?.id ?? executionBlocker?.recoveryActionId;
      const resolution = {
        actionId,
        outcome: "restored",
        sourceIssueStatus: "todo",
        executionReconciliation,
      };
      await host.post(`/issues/${id}/recovery-actions/resolve`, resolution, z.looseObject({}));
    },
    comments: () => host.get(`/issues/${id}/comments`, z.array(commentRow)),
    comment: async (body) => void (await host.post(`/issues/${id}/comments`, { body }, identified)),
  };
}
