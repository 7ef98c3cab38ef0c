import type { CodeEntry } from "./entry.ts";

/** Endings that the agent itself tells, in its result or on its stderr. */
export type AgentCode =
  | "succeeded"
  | "hook_stopped"
  | "prompt_blocked"
  | "incomplete"
  | "empty_response"
  | "max_turns"
  | "budget_exhausted"
  | "structured_output_failed"
  | "output_limit"
  | "context_overflow"
  | "interrupted"
  | "session_not_found"
  | "session_poisoned"
  | "startup_failed"
  | "agent_error";

export const agentCodes: Readonly<Record<AgentCode, CodeEntry>> = {
  succeeded: {
    title: "Succeeded",
    outcome: "succeeded",
    family: "success",
    attribution: "nobody",
    session: "keep",
    means: "The last result is not an error and says something.",
    look: "The flags: a kill after the result, denied tools or lost background work do not change the code.",
    resolve: "Nothing to do.",
  },
  hook_stopped: {
    title: "Stopped by a hook",
    outcome: "failed",
    family: "agent",
    attribution: "configuration",
    session: "keep",
    means: "A hook told Claude Code to stop before the answer was complete.",
    look: "The hook events of the transcript and the hooks in the project's settings.",
    resolve: "Find the hook that stopped the run, and fix it or the prompt that it objects to.",
  },
  prompt_blocked: {
    title: "Prompt refused by a hook",
    outcome: "failed",
    family: "agent",
    attribution: "configuration",
    session: "keep",
    means: "A UserPromptSubmit hook refused the prompt, so the model was never asked.",
    look: "The text of the refusal, and the hook that wrote it.",
    resolve: "Change the prompt, or the hook that refused it.",
  },
  incomplete: {
    title: "Paused in mid-turn",
    outcome: "failed",
    family: "agent",
    attribution: "provider",
    session: "keep",
    means: "The provider paused a long turn (stop_reason pause_turn), and nobody asked it to go on.",
    look: "The result's stop_reason.",
    resolve: "Resume the session; the turn goes on where it paused.",
  },
  empty_response: {
    title: "Empty answer",
    outcome: "failed",
    family: "agent",
    attribution: "provider",
    session: "keep",
    means: "The model ended its turn without saying anything: no text, no structured output.",
    look: "Whether the last message before it was a tool result, and whether a gateway strips content.",
    resolve: "Resume with a short prompt to go on; if it happens again, look at the gateway and the prompt.",
  },
  max_turns: {
    title: "Turn limit reached",
    outcome: "failed",
    family: "limits",
    attribution: "configuration",
    session: "keep",
    means: "The agent used all the turns that --max-turns allows.",
    look: "num_turns of the result, and what the last turns were spent on.",
    resolve: "Raise --max-turns, or give the agent a smaller task.",
  },
  budget_exhausted: {
    title: "Budget used up",
    outcome: "failed",
    family: "limits",
    attribution: "configuration",
    session: "keep",
    means: "The run cost as much as --max-budget-usd allows.",
    look: "total_cost_usd of the result.",
    resolve: "Raise the budget, or give the agent a smaller task.",
  },
  structured_output_failed: {
    title: "No structured output",
    outcome: "failed",
    family: "agent",
    attribution: "agent",
    session: "keep",
    means: "A schema was asked for, and the agent gave no output that fits it.",
    look: "The last validation error, and whether the schema can be met at all.",
    resolve: "Loosen or correct the schema, or say in the prompt that the answer must follow it.",
  },
  output_limit: {
    title: "Answer too long",
    outcome: "failed",
    family: "limits",
    attribution: "agent",
    session: "keep",
    means: "The answer passed the limit of output tokens, and continuing it did not help.",
    look: "CLAUDE_CODE_MAX_OUTPUT_TOKENS and the model's own limit.",
    resolve: "Raise the limit of output tokens, or have the agent write long output to files.",
  },
  context_overflow: {
    title: "Context window full",
    outcome: "failed",
    family: "limits",
    attribution: "agent",
    session: "drop",
    means: "The conversation no longer fits the model's context window, and compaction did not save it.",
    look: "How large the prompt, the attached files and the tool results are.",
    resolve: "Start a fresh session with less context.",
  },
  interrupted: {
    title: "Interrupted",
    outcome: "failed",
    family: "agent",
    attribution: "user",
    session: "keep",
    means:
      "Somebody interrupted the agent (SIGINT, or an interrupt over its control channel), and it said so.",
    look: "Who may have sent the interrupt: no cancel of ours is recorded.",
    resolve: "Resume the session if the interrupt was not meant.",
  },
  session_not_found: {
    title: "Session not found",
    outcome: "failed",
    family: "agent",
    attribution: "configuration",
    session: "drop",
    means: "The session to resume does not exist where the agent looked for it.",
    look: "Whether the agent's home is on storage that outlives the pod, and whether it is the same one.",
    resolve: "Start a fresh session; keep the agent's home on a volume if sessions must survive.",
  },
  session_poisoned: {
    title: "Session history rejected",
    outcome: "failed",
    family: "agent",
    attribution: "provider",
    session: "drop",
    means: "The provider rejects something in the stored history, so that each resume fails in the same way.",
    look: "The provider's message: it names what in the history it rejects.",
    resolve: "Start a fresh session; resuming this one can't work.",
  },
  startup_failed: {
    title: "Agent failed to start",
    outcome: "failed",
    family: "config",
    attribution: "configuration",
    session: "none",
    means:
      "Claude Code refused to start: a bad flag, a broken configuration, a missing file, or it is not there.",
    look: "The plain text that it wrote before it ended.",
    resolve: "Fix what the message names.",
  },
  agent_error: {
    title: "Agent error",
    outcome: "failed",
    family: "agent",
    attribution: "agent",
    session: "keep",
    means: "The agent ended with an error of which nothing more exact is known.",
    look: "The text of its result.",
    resolve: "Read the agent's message; resume if it looks temporary.",
  },
};
