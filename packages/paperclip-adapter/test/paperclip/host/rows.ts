import { z } from "zod";

/** What the stories read of Paperclip's answers, in its own words. */
export const identified = z.looseObject({ id: z.string() });

const instant = z.iso.datetime().nullable();

export const runRow = z.looseObject({
  id: z.string(),
  status: z.string(),
  startedAt: instant,
  finishedAt: instant,
  error: z.string().nullable(),
  errorCode: z.string().nullable(),
  exitCode: z.number().nullable(),
  signal: z.string().nullable(),
  sessionIdBefore: z.string().nullable(),
  sessionIdAfter: z.string().nullable(),
  usageJson: z.looseObject({}).nullable(),
  resultJson: z.looseObject({}).nullable(),
  retryOfRunId: z.string().nullable(),
  scheduledRetryAt: instant,
  scheduledRetryReason: z.string().nullable(),
  contextSnapshot: z.looseObject({}).nullable(),
});
export type RunRow = z.infer<typeof runRow>;

export const issueRow = z.looseObject({
  id: z.string(),
  identifier: z.string(),
  status: z.string(),
  /** What is to be done before it goes on: by a person, or by somebody whom it names. */
  activeRecoveryAction: z.looseObject({ id: z.string(), cause: z.string() }).nullish(),
  /** Why no run of it begins, whoever asks for one; without an action it passes by itself. */
  executionBlocker: z.looseObject({ recoveryActionId: z.string().nullable(), cause: z.string() }).nullish(),
});
export type IssueRow = z.infer<typeof issueRow>;

export const commentRow = z.looseObject({
  authorType: z.string(),
  body: z.string(),
  createdByRunId: z.string().nullable(),
});
export type CommentRow = z.infer<typeof commentRow>;

export const agentRow = z.looseObject({
  id: z.string(),
  status: z.string(),
  adapterConfig: z.record(z.string(), z.unknown()),
});
export type AgentRow = z.infer<typeof agentRow>;

export const logPage = z.looseObject({ content: z.string(), nextOffset: z.number().nullish() });
export const logLine = z.looseObject({ stream: z.enum(["stdout", "stderr", "system"]), chunk: z.string() });

export const configSchema = z.looseObject({
  fields: z.array(
    z.looseObject({
      key: z.string(),
      label: z.string(),
      type: z.enum(["text", "select", "toggle", "number", "textarea", "combobox"]),
      default: z.unknown().optional(),
      options: z.array(z.looseObject({ value: z.string(), label: z.string() })).optional(),
    }),
  ),
});

export const environmentReport = z.looseObject({
  status: z.enum(["pass", "warn", "fail"]),
  checks: z.array(z.looseObject({ code: z.string(), level: z.string(), message: z.string() })),
});
