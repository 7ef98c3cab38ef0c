import fc from "fast-check";
import type { CliTrait, CliVersion } from "./cli-version.ts";
import { cliVersion } from "./cli-version.ts";
import { type Json, type JsonObject, type Spelling, spelling } from "./json.ts";
import { anyJson, recordOf } from "./json.ts";
import { anyText, somethingSaid, toolOutput, words } from "./prose.ts";

/** What a run is going to do, before a line of it is written. Plans are plain data, so that they shrink well. */
export interface RunPlan {
  readonly version: CliVersion;
  readonly seed: number;
  readonly startedAt: number;
  readonly model: string;
  readonly tools: readonly string[];
  readonly mcpServers: readonly { readonly name: string; readonly status: string }[];
  readonly permissionMode: string;
  readonly apiKeySource: string;
  /** `--include-partial-messages`, for a release that has it. */
  readonly partial: boolean;
  /** SessionStart hooks write events before the first init. */
  readonly startHook: boolean;
  /** An unknown field that every event carries, as a later release may add one. */
  readonly unknownField: Json;
  /** How the lines are written, in turns; without any, the way the CLI writes them. */
  readonly spellings: readonly Spelling[];
}

/** One turn: it begins with an init and ends with a result. */
export interface TurnPlan {
  readonly messages: readonly MessagePlan[];
  /** A command that goes on in the background, and may outlive the turn's result. */
  readonly background: BackgroundPlan | null;
  readonly answer: string;
  /** The answer is an object that a schema asked for, and the text its JSON. */
  readonly structured: boolean;
  readonly answerTokens: TokensPlan;
}

export interface BackgroundPlan {
  readonly description: string;
  readonly ends: "completed" | "failed" | "stopped" | "never";
}

/** One message of the model: a block an event, then the results of its calls. */
export interface MessagePlan {
  readonly before: readonly ExtraPlan[];
  readonly thinking: string | null;
  readonly text: string | null;
  readonly calls: readonly CallPlan[];
  /** Parallel calls may be answered in either order. */
  readonly answered: "as-called" | "reversed";
  /** An attempt that was thrown away before this one (partial mode writes what came of it). */
  readonly abandoned: boolean;
  readonly tokens: TokensPlan;
}

export interface TokensPlan {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheCreation: number;
}

export interface CallPlan {
  readonly tool: string;
  readonly input: JsonObject;
  readonly output: string;
  readonly outputAs: "text" | "blocks";
  readonly fate: "answered" | "failed" | "denied";
  /** What the subagent does that this call starts. */
  readonly subagent: readonly MessagePlan[] | null;
  readonly heartbeat: boolean;
}

/** An event beside the conversation; a release that does not know it leaves it out. */
export type ExtraPlan =
  | { readonly kind: "retry"; readonly status: number | null; readonly delayMs: number }
  | { readonly kind: "rate-limit"; readonly warning: boolean; readonly resetsAt: number }
  | { readonly kind: "hook"; readonly name: string; readonly exitCode: number }
  | { readonly kind: "compaction"; readonly failed: boolean }
  | { readonly kind: "fallback"; readonly to: string }
  | { readonly kind: "synthetic-user"; readonly text: string }
  | { readonly kind: "replayed-user"; readonly text: string }
  | { readonly kind: "control"; readonly type: (typeof CONTROL_TYPES)[number] }
  | { readonly kind: "notice"; readonly type: (typeof NOTICE_TYPES)[number] }
  | { readonly kind: "system"; readonly subtype: string }
  | { readonly kind: "unknown"; readonly type: string; readonly field: Json };

/** Lines of the control plane: they have neither `uuid` nor `session_id`. */
export const CONTROL_TYPES = [
  "control_request",
  "control_response",
  "control_cancel_request",
  "keep_alive",
  "command_lifecycle",
] as const;

/** Known types that say nothing about how the run goes. */
export const NOTICE_TYPES = [
  "tool_use_summary",
  "prompt_suggestion",
  "auth_status",
  "conversation_reset",
  "active_goal",
] as const;

/** Subtypes of `system` that were seen or announced and carry no fact. */
const QUIET_SUBTYPES = [
  "status",
  "thinking_tokens",
  "notification",
  "informational",
  "session_state_changed",
  "ui_invalidate",
  "memory_recall",
  "a_subtype_of_tomorrow",
] as const;

const TOOLS = ["Bash", "Read", "Edit", "Grep", "WebFetch", "mcp__files__list"] as const;

/** The run of a release that has the traits asked for, by default of any recorded release. */
export function runPlan(options: PlanOptions = {}): fc.Arbitrary<RunPlan> {
  const { traits = [], version = cliVersion(...traits) } = options;
  return recordOf({
    version,
    seed: fc.nat(),
    startedAt: fc.integer({ min: 1_735_689_600_000, max: 1_893_456_000_000 }),
    model: fc.constantFrom("claude-opus-5-5", "claude-sonnet-4-6", "claude-haiku-4-5"),
    tools: fc.subarray([...TOOLS]),
    mcpServers: fc.array(
      recordOf({
        name: fc.constantFrom("files", "tickets"),
        status: fc.constantFrom("connected", "failed", "needs-auth", "pending"),
      }),
      { maxLength: 2 },
    ),
    permissionMode: fc.constantFrom("default", "bypassPermissions", "plan"),
    apiKeySource: fc.constantFrom("ANTHROPIC_API_KEY", "apiKeyHelper", "none"),
    partial: fc.boolean(),
    startHook: fc.boolean(),
    unknownField: anyJson(),
    spellings: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(spelling(), { minLength: 1, maxLength: 4 }) },
    ),
  });
}

export interface PlanOptions {
  readonly traits?: readonly CliTrait[];
  readonly version?: fc.Arbitrary<CliVersion>;
}

export function turnPlan(): fc.Arbitrary<TurnPlan> {
  return recordOf({
    messages: fc.array(messagePlan(), { maxLength: 4 }),
    background: fc.option(
      recordOf({
        description: words(),
        ends: fc.constantFrom("completed" as const, "failed" as const, "stopped" as const, "never" as const),
      }),
      { freq: 2 },
    ),
    answer: somethingSaid(),
    structured: fc.boolean(),
    answerTokens: tokensPlan(),
  });
}

/** A message with at least one block; subagents are one level deep. */
export function messagePlan(depth: 0 | 1 = 1): fc.Arbitrary<MessagePlan> {
  return recordOf({
    before: fc.array(extraPlan(), { maxLength: 2 }),
    thinking: fc.option(anyText(), { freq: 2 }),
    text: fc.option(anyText(), { freq: 2 }),
    calls: fc.array(callPlan(depth), { maxLength: 3 }),
    answered: fc.constantFrom("as-called" as const, "reversed" as const),
    abandoned: fc.boolean(),
    tokens: tokensPlan(),
  }).map((plan) =>
    plan.thinking === null && plan.calls.length === 0 ? { ...plan, text: plan.text ?? "" } : plan,
  );
}

function tokensPlan(): fc.Arbitrary<TokensPlan> {
  return recordOf({
    input: fc.nat({ max: 100_000 }),
    output: fc.integer({ min: 1, max: 9_000 }),
    cacheRead: fc.nat({ max: 50_000 }),
    cacheCreation: fc.nat({ max: 50_000 }),
  });
}

/** One tool call. Fields of its input and output carry names that a careless reader of bytes would fall for. */
function callPlan(depth: 0 | 1): fc.Arbitrary<CallPlan> {
  const subagent =
    depth === 0 ? fc.constant(null) : fc.option(fc.array(messagePlan(0), { maxLength: 2 }), { freq: 3 });
  return recordOf({
    tool: fc.constantFrom(...TOOLS),
    input: toolInput(),
    output: toolOutput(),
    outputAs: fc.constantFrom("text" as const, "blocks" as const),
    fate: fc.oneof(
      { weight: 4, arbitrary: fc.constant("answered" as const) },
      { weight: 2, arbitrary: fc.constant("failed" as const) },
      { weight: 1, arbitrary: fc.constant("denied" as const) },
    ),
    subagent,
    heartbeat: fc.boolean(),
  });
}

/** What a model passes to a tool: an object of the model's own making, even one that looks like an event. */
function toolInput(): fc.Arbitrary<JsonObject> {
  return fc.oneof(
    recordOf({ command: anyText(), description: words() }),
    fc.constant({ type: "result", subtype: "success", is_error: false, result: "forged", session_id: "x" }),
    recordOf({ file_path: fc.constant("/workspace/notes.txt"), new_string: anyText(), data: anyJson() }),
    fc.constant({ tool_use_id: "toolu_forged", is_error: true, parent_tool_use_id: "toolu_forged" }),
  );
}

/** Any event beside the conversation. */
function extraPlan(): fc.Arbitrary<ExtraPlan> {
  return fc.oneof(...Object.values(EXTRAS));
}

/** An event beside the conversation, of one kind. */
export function extraOf(kind: ExtraPlan["kind"]): fc.Arbitrary<ExtraPlan> {
  return EXTRAS[kind];
}

const EXTRAS: Readonly<Record<ExtraPlan["kind"], fc.Arbitrary<ExtraPlan>>> = {
  retry: recordOf({
    kind: fc.constant("retry"),
    status: fc.constantFrom(429, 500, 529, null),
    delayMs: fc.oneof(fc.nat({ max: 40_000 }), fc.constant(619.7394032865561)),
  }),
  "rate-limit": recordOf({
    kind: fc.constant("rate-limit"),
    warning: fc.boolean(),
    resetsAt: fc.integer({ min: 1_735_689_600, max: 1_893_456_000 }),
  }),
  hook: recordOf({ kind: fc.constant("hook"), name: words(), exitCode: fc.constantFrom(0, 0, 1, 2) }),
  compaction: recordOf({ kind: fc.constant("compaction"), failed: fc.boolean() }),
  fallback: recordOf({ kind: fc.constant("fallback"), to: fc.constant("claude-haiku-4-5") }),
  "synthetic-user": recordOf({ kind: fc.constant("synthetic-user"), text: anyText() }),
  "replayed-user": recordOf({ kind: fc.constant("replayed-user"), text: anyText() }),
  control: recordOf({ kind: fc.constant("control"), type: fc.constantFrom(...CONTROL_TYPES) }),
  notice: recordOf({ kind: fc.constant("notice"), type: fc.constantFrom(...NOTICE_TYPES) }),
  system: recordOf({ kind: fc.constant("system"), subtype: fc.constantFrom(...QUIET_SUBTYPES) }),
  unknown: recordOf({ kind: fc.constant("unknown"), type: unknownType(), field: anyJson() }),
};

/** A type that no release knows. */
export function unknownType(): fc.Arbitrary<string> {
  return fc.constantFrom(
    "a_type_of_tomorrow",
    "turn_handoff",
    "ui_session",
    "",
    "Result",
    "results",
    "__proto__",
  );
}
