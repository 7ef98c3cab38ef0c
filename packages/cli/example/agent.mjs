#!/usr/bin/env node
// A stand-in for Claude Code, to see a run without a model or a key: it prints a plausible stream-json transcript with
// pauses, about six seconds in all. AGENT_PACE=0 leaves the pauses out.
import { setTimeout as pause } from "node:timers/promises";

const pace = Number(process.env.AGENT_PACE ?? 1);
const session = { session_id: "5f0c6a52-2f5e-4c7e-9a43-0d9f3c1b7e10" };
let message = 0;
let tool = 0;

await say({
  type: "system",
  subtype: "init",
  cwd: process.cwd(),
  model: "claude-opus-5-5",
  claude_code_version: "2.1.329",
  permissionMode: "default",
  apiKeySource: "none",
  tools: ["Bash", "Read", "Edit"],
  mcp_servers: [],
});
await talk("I'll look at the failing test first.");
await use("Bash", { command: "npm test" }, "1 failing: parses an empty line", true);
await use(
  "Read",
  { file_path: "src/parse.js" },
  "1\texport function parse(line) {\n2\t  return line[0].trim();\n3\t}",
);
await talk("An empty line has no first character; the guard is missing.");
await use("Edit", { file_path: "src/parse.js" }, "The file src/parse.js has been updated.");
await use("Bash", { command: "npm test" }, "12 passing");
await say({
  type: "result",
  subtype: "success",
  is_error: false,
  result: "The test failed for an empty line. I added the missing guard in src/parse.js; all 12 tests pass.",
  num_turns: 6,
  duration_ms: 6200,
  duration_api_ms: 5100,
  stop_reason: "end_turn",
  total_cost_usd: 0.0412,
  usage: {
    input_tokens: 5200,
    output_tokens: 310,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  },
});

/** What the agent says between its tools. */
async function talk(text) {
  await assistant({ type: "text", text });
}

async function use(name, input, output, failed = false) {
  const id = `toolu_${++tool}`;
  await assistant({ type: "tool_use", id, name, input });
  const content = [{ type: "tool_result", tool_use_id: id, content: output, is_error: failed }];
  await say({ type: "user", message: { role: "user", content }, parent_tool_use_id: null });
}

async function assistant(block) {
  await say({
    type: "assistant",
    message: {
      id: `msg_${++message}`,
      type: "message",
      role: "assistant",
      model: "claude-opus-5-5",
      content: [block],
      stop_reason: block.type === "tool_use" ? "tool_use" : null,
      usage: { input_tokens: 800, output_tokens: 40 },
    },
    parent_tool_use_id: null,
  });
}

async function say(event) {
  process.stdout.write(`${JSON.stringify({ ...event, ...session })}\n`);
  await pause(500 * pace);
}
