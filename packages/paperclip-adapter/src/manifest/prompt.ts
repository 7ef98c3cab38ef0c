import type { ClaudeConfig } from "../config/adapter-config.ts";
import type { ExecutionContext } from "../host/execution-context.ts";
import { fieldIn, flagIn, textIn } from "../host/host-field.ts";
import { CONVERSATION_TEMPLATE, TASK_TEMPLATE } from "./prompt-templates.ts";
import { renderTemplate } from "./render-template.ts";
import { handsOver, isRecovery, wakePrompt } from "./wake-prompt.ts";

export interface Prompt {
  readonly text: string;
  /** Characters of the whole and of each section, as the host shows them. */
  readonly metrics: Readonly<Record<string, number>>;
}

/**
 * The sections in the order that the host has them in for its own agents: what is said once at the beginning of a
 * session, what woke the agent, what the last session left behind, the task, and the standing words. Those are left out
 * where the session has them already and something new is to be said, and where the agent is to mend the task only.
 */
export function promptOf(context: ExecutionContext, claude: ClaudeConfig, resumed: boolean): Prompt {
  const { context: told } = context;
  const data = templateData(context);
  const wake = fieldIn(told, "paperclipWake");
  const task = taskText(told, wake, resumed);
  const woken = wakePrompt(wake, { resumed, hasTaskText: task !== "" });
  const standing =
    claude.promptTemplate ?? (flagIn(told, "conversationMode") ? CONVERSATION_TEMPLATE : TASK_TEMPLATE);
  const sections = {
    bootstrapPromptChars: resumed ? "" : renderTemplate(claude.bootstrapPromptTemplate ?? "", data),
    wakePromptChars: woken,
    sessionHandoffChars: textIn(told, "paperclipSessionHandoffMarkdown") ?? "",
    taskContextChars: task,
    heartbeatPromptChars: (resumed && woken !== "") || isRecovery(wake) ? "" : renderTemplate(standing, data),
  };
  const text = Object.values(sections)
    .map((section) => section.trim())
    .filter((section) => section !== "")
    .join("\n\n");
  const lengths = Object.entries(sections).map(([name, section]) => [name, section.trim().length] as const);
  return { text, metrics: { promptChars: text.length, ...Object.fromEntries(lengths) } };
}

/** A session that knows the task gets what the host has made short for it. */
function taskText(told: unknown, wake: unknown, resumed: boolean): string {
  const whole = textIn(told, "paperclipTaskMarkdown") ?? "";
  const isKnown = resumed && whole !== "" && typeof wake === "object" && wake !== null && !handsOver(wake);
  return isKnown ? (textIn(told, "paperclipTaskMarkdownCompact") ?? whole) : whole;
}

/** What a template may name. The run's tokens are not in it: a prompt is shown to whoever sees the run. */
function templateData({ agent, runId, context }: ExecutionContext): object {
  const { id, name, companyId, adapterType } = agent;
  const shown = Object.entries(context).filter(([key]) => key !== "paperclipRuntimeTools");
  return {
    agentId: id,
    companyId,
    runId,
    company: { id: companyId },
    agent: { ...agentWords(agent), id, name, companyId, adapterType },
    run: { id: runId, source: "on_demand" },
    context: Object.fromEntries(shown),
  };
}

/** The host sends the whole row of the agent (`{{agent.title}}`); its configuration is no word of it. */
function agentWords(agent: object): object {
  return Object.fromEntries(
    Object.entries(agent).filter(([, value]) => typeof value === "string" || typeof value === "number"),
  );
}
