/** The labels that the original put on its Jobs and pods, which dashboards and other tools select by. */
export const LABELS = {
  adapterType: "paperclip.io/adapter-type",
  agentId: "paperclip.io/agent-id",
  companyId: "paperclip.io/company-id",
  runId: "paperclip.io/run-id",
  sessionId: "paperclip.io/session-id",
  taskId: "paperclip.io/task-id",
} as const;
