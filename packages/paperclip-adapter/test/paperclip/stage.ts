import { expect, inject, onTestFinished } from "vitest";
import { createSimulator, type Simulator, type SimulatorOptions } from "@runverdict/k8s-runner/simulator";
import { API_KEY, claudeEnvironment } from "../../../cli/test/claude/claude-environment.ts";
import {
  openMessagesApi,
  type MessagesApi,
  type Script,
} from "../../../cli/test/claude/messages-api/messages-api.ts";
import { eventually } from "./host/eventually.ts";
import { foundCompany, type Agent } from "./host/company.ts";
import { paperclipHost, type PaperclipHost } from "./host/paperclip-host.ts";
import { noteRuns } from "./figures.ts";

/** A company in the real Paperclip, a cluster for its agents, and a model that says what the story wants. */
export interface Stage {
  readonly host: PaperclipHost;
  readonly companyId: string;
  readonly simulator: Simulator;
  readonly api: MessagesApi;
  /** Hires an agent of the adapter's; `differs` is laid over a configuration that works. */
  readonly hire: (differs?: Readonly<Record<string, unknown>>) => Promise<Agent>;
  readonly config: Readonly<Record<string, unknown>>;
  /** The names of the Jobs that are there, or are going. */
  readonly jobs: () => readonly string[];
}

export interface Setting {
  readonly url?: string;
  readonly company?: string;
  readonly simulator?: Omit<SimulatorOptions, "clock">;
}

/** The host's name of this adapter. */
export const TYPE = "claude_k8s";

/** When the test is over nothing of it is left: no run, no Job, no process. */
export async function openStage(
  script: Script,
  { url, company: name = "Stories", simulator: options }: Setting = {},
): Promise<Stage> {
  const paperclipApiUrl = url ?? inject("paperclip").url;
  const host = paperclipHost(paperclipApiUrl);
  const [api, simulator] = [await openMessagesApi(script), await createSimulator(options)];
  const company = await foundCompany(host, name);
  const agents: Agent[] = [];
  const jobs = (): readonly string[] =>
    simulator.truth.runs().flatMap(({ job, goneAt }) => (goneAt === null ? [job.name] : []));
  onTestFinished(async ({ task }) => {
    for (const agent of agents) await agent.dismiss();
    for (const agent of agents) noteRuns(task, await agent.runs());
    await simulator.close();
    await api.close();
  });
  const config = {
    kubeconfig: simulator.kubeconfig,
    image: "registry.example/claude-code:2",
    dataVolume: "claim",
    dataClaimName: "agent-data",
    delivery: "secret",
    paperclipApiUrl,
    env: { ...claudeEnvironment(api), ANTHROPIC_API_KEY: API_KEY },
  };
  const hire: Stage["hire"] = async (differs) => {
    const agent = await company.hire(TYPE, { ...config, ...differs });
    agents.push(agent);
    return agent;
  };
  return { host, companyId: company.id, simulator, api, hire, config, jobs };
}

/** The host learns of the end when the Job is gone, or on its way. */
export async function expectNoJob({ jobs }: Stage): Promise<void> {
  await eventually("The end of all Jobs", () => Promise.resolve(jobs().length === 0 ? true : null), 10_000);
  expect(jobs()).toEqual([]);
}
