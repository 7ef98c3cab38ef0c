/**
 * A long transcript made of nothing but a seed: 30 % of its bytes are tool results of 10 to 500 KB, the median line
 * has about 900 bytes and the 99th percentile about 7 KB, and 4 of 1,000 words are not ASCII. The shapes are those of
 * CLI 2.1.329; a large result holds its text twice, as the CLI writes it.
 */
export function* syntheticLines(bytes: number, seed = 1): Generator<string, void, undefined> {
  const dice = createDice(seed);
  let written = 0;
  let large = 0;
  let isCalling = false;
  yield `${JSON.stringify(init)}\n`;
  for (let number = 1; written < bytes; number += 1) {
    const isLarge = isCalling && large < written * 0.3;
    const target = isLarge ? largeLength(dice, bytes) : lineLength(dice);
    const kind: keyof typeof eventOf = isCalling ? "result" : pickKind(dice);
    isCalling = kind === "call";
    const line = `${JSON.stringify(eventOf[kind](dice, number, target))}\n`;
    const length = Buffer.byteLength(line);
    written += length;
    if (isLarge) large += length;
    yield line;
  }
}

interface Dice {
  /** Evenly from 0 up to 1. */
  next: () => number;
  between: (low: number, high: number) => number;
  pick: <T>(list: readonly T[]) => T;
}

function createDice(seed: number): Dice {
  let state = seed;
  const next = () => {
    // Mulberry32: the same numbers on every machine.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + next() * (high - low);
  const pick = <T>(list: readonly T[]): T => {
    const entry = list[Math.floor(next() * list.length)];
    if (entry === undefined) throw new TypeError("Pick from a list that is not empty.");
    return entry;
  };
  return { next, between, pick };
}

/** Evenly on the scale of logarithms, and no more than a quarter of a short transcript. */
function largeLength(dice: Dice, bytes: number): number {
  return Math.exp(
    dice.between(Math.log(Math.min(10_000, bytes / 40)), Math.log(Math.min(500_000, bytes / 4))),
  );
}

/** Log-normal around 880 bytes; the sum of four dice is normal enough. */
function lineLength(dice: Dice): number {
  const normal = (dice.next() + dice.next() + dice.next() + dice.next() - 2) * Math.sqrt(3);
  return 880 * Math.exp(0.9 * normal);
}

const SESSION = "44aba39b-7998-4e4b-a5e5-714cf68520e4";

const init = {
  type: "system",
  subtype: "init",
  cwd: "/workspace",
  session_id: SESSION,
  tools: ["Task", "Bash", "Edit", "Read", "Write"],
  mcp_servers: [],
  model: "claude-opus-5-5",
  permissionMode: "bypassPermissions",
  apiKeySource: "ANTHROPIC_API_KEY",
  claude_code_version: "2.1.329",
};

/** Of the lines, 40 % are texts, 5 % notes on thinking, and each call is followed by its result. */
function pickKind(dice: Dice): "text" | "note" | "call" {
  const roll = dice.next();
  if (roll < 0.55) return "text";
  return roll < 0.62 ? "note" : "call";
}

/** The events of about `length` bytes, by what they are. */
const eventOf = {
  text: (dice, number, length) => assistant(number, { type: "text", text: prose(dice, length - 560) }),
  note: (_, number) => {
    const tokens = { estimated_tokens: number, estimated_tokens_delta: 6 };
    return { type: "system", subtype: "thinking_tokens", ...tokens, uuid: uuid(number), session_id: SESSION };
  },
  call: (dice, number, length) => {
    const input = { command: code(dice, length - 640), description: "Run it" };
    return assistant(number, { type: "tool_use", id: toolId(number), name: "Bash", input });
  },
  result: (dice, number, length) => toolResult(dice, number - 1, length - 500),
} as const satisfies Readonly<Record<string, (dice: Dice, number: number, length: number) => object>>;

function assistant(number: number, block: object): object {
  return {
    type: "assistant",
    message: {
      id: `msg_01${String(number >> 1).padStart(12, "0")}`,
      type: "message",
      role: "assistant",
      model: "claude-opus-5-5",
      content: [block],
      stop_reason: null,
      stop_sequence: null,
      usage: {
        input_tokens: 1200,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: number,
        output_tokens: 3,
        service_tier: "standard",
      },
      context_management: null,
    },
    parent_tool_use_id: null,
    session_id: SESSION,
    uuid: uuid(number),
    timestamp: "2026-11-20T19:54:19.101Z",
    request_id: "req_011CVsynthetic",
  };
}

function toolResult(dice: Dice, number: number, length: number): object {
  const text = dice.next() < 0.5 ? prose(dice, length / 2) : code(dice, length / 2);
  return {
    type: "user",
    message: {
      role: "user",
      content: [{ tool_use_id: toolId(number), type: "tool_result", content: text, is_error: false }],
    },
    parent_tool_use_id: null,
    session_id: SESSION,
    uuid: uuid(number),
    timestamp: "2026-11-20T19:54:19.533Z",
    tool_use_result: {
      stdout: text,
      stderr: "",
      interrupted: false,
      isImage: false,
      noOutputExpected: false,
    },
    tool_result_meta: [{ id: toolId(number), permission_decision: { decision: "accept", source: "config" } }],
  };
}

function toolId(number: number): string {
  return `toolu_01${String(number).padStart(16, "0")}`;
}

function uuid(number: number): string {
  return `d529565b-b5f5-40e3-81bf-${number.toString(16).padStart(12, "0")}`;
}

const WORDS =
  "the of build error passed file module in a to function returned value while testing with and line".split(
    " ",
  );
const FOREIGN = ["naïve", "日本語", "größer", "✓", "🧪"] as const;
const TOKENS = [
  "const ",
  "value",
  " = ",
  "read(",
  '"name"',
  ");\n",
  "\t",
  "if (",
  ") {\n",
  "return ",
  '"',
  "'",
  "\\d+",
] as const;

function prose(dice: Dice, length: number): string {
  let text = "";
  while (text.length < length) {
    text += `${dice.next() < 0.004 ? dice.pick(FOREIGN) : dice.pick(WORDS)}${dice.next() < 0.08 ? "\n" : " "}`;
  }
  return text;
}

/** Text with a quote every 30 characters or so, and line breaks: what tools print of source code. */
function code(dice: Dice, length: number): string {
  let text = "";
  while (text.length < length) {
    text += dice.next() < 0.55 ? `${dice.pick(WORDS)} ` : dice.pick(TOKENS);
    if (dice.next() < 0.002) text += dice.pick(FOREIGN);
  }
  return text;
}
