import type { Where } from "./where.ts";

/** What the server saw since it was last marked, and how each Job's agent really ended. */
export interface Report {
  /** By verb and resource. */
  readonly requests: Readonly<Partial<Record<string, number>>>;
  /** Of the server that is polled for cancels, which is not the API server. */
  readonly cancelPolls: number;
  readonly mostSockets: number;
  readonly ends: Readonly<Partial<Record<string, AgentEnd>>>;
}

export interface AgentEnd {
  readonly at: number;
  readonly sha256: string;
}

/** What was asked for up to now does not count. */
export async function markReport({ side }: Where): Promise<void> {
  await (await fetch(`${side}/mark`)).text();
}

export async function readReport({ side }: Where): Promise<Report> {
  const answer = await fetch(`${side}/report`);
  // It comes from our own process.
  const report: Report = JSON.parse(await answer.text());
  return report;
}
