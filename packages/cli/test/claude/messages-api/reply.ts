/** What the scripted API answers to one request. */
export type Reply = Message | Refusal | Silence;

/** A message of the model, in the shapes of Anthropic's Messages API. */
export interface Message {
  readonly kind: "message";
  readonly content: readonly Block[];
  readonly stopReason: "end_turn" | "tool_use" | "refusal";
  readonly outputTokens: number;
  /** False: its content is sent, and then nothing more, with the connection open. */
  readonly isFinished: boolean;
}

export type Block =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "tool"; readonly name: string; readonly input: object };

/** An HTTP error as the API words it. */
export interface Refusal {
  readonly kind: "error";
  readonly status: number;
  readonly type: string;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** No answer at all, with the connection open. */
export interface Silence {
  readonly kind: "silence";
}

/** Of every message. */
export const INPUT_TOKENS = 1200;

const message: Omit<Message, "content" | "stopReason"> = {
  kind: "message",
  outputTokens: 30,
  isFinished: true,
};

export function says(text: string): Message {
  return { ...message, content: [{ kind: "text", text }], stopReason: "end_turn" };
}

/** The model asks for a tool, for example `Bash` with a command. */
export function uses(name: string, input: object): Message {
  return { ...message, content: [{ kind: "tool", name, input }], stopReason: "tool_use" };
}

export function runs(command: string): Message {
  return uses("Bash", { command, description: "Run it" });
}

/** It begins to say something and gets no further. */
export function beginsToSay(text: string): Message {
  return { ...says(text), isFinished: false };
}

/** As a degraded provider answers: all is well with the message, but that nothing stands in it. */
export const saysNothing: Message = { ...message, content: [], stopReason: "end_turn", outputTokens: 0 };

/** The model declines, which is an answer and no error. */
export const declines: Message = { ...message, content: [], stopReason: "refusal", outputTokens: 4 };

export function fails(
  status: number,
  type: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return { kind: "error", status, type, message: text, headers };
}

/** The window of a claude.ai login is used up; `resetsAt` are epoch milliseconds. */
export function limitReached(resetsAt: number): Refusal {
  const unified = "anthropic-ratelimit-unified";
  return fails(429, "rate_limit_error", "This request would exceed your account's rate limit.", {
    [`${unified}-status`]: "rejected",
    [`${unified}-reset`]: String(Math.floor(resetsAt / 1000)),
    [`${unified}-representative-claim`]: "five_hour",
    [`${unified}-overage-status`]: "rejected",
    [`${unified}-overage-disabled-reason`]: "org_level_disabled",
    "x-should-retry": "false",
  });
}
