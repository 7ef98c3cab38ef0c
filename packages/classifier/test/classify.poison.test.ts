import { classify, RULES, TIERS } from "@runverdict/classifier";
import type { Evidence, Verdict } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { evidence, exitCode, found } from "./support/evidence.ts";
import { disruption, pod, terminated } from "./support/kubernetes.ts";
import { judge } from "./support/rule-table.ts";
import {
  apiFailure,
  errorResult,
  init,
  prose,
  SESSION,
  stream,
  success,
  synthetic,
  system,
  toolCall,
  toolResult,
  userText,
} from "./support/stream.ts";
import type { WireLine } from "./support/stream.ts";
import { triggers } from "./support/triggers.ts";

/** Where a stranger's words stand in a stream. None of it is the harness's own word. */
const surfaces: Readonly<Record<string, (text: string) => readonly WireLine[]>> = {
  "the model's prose": (text) => [prose(text)],
  "the model's prose, cut by a partial message": (text) => [
    { type: "stream_event", session_id: SESSION, event: { type: "content_block_delta", delta: { text } } },
  ],
  "a tool's output": (text) => [toolCall("Bash"), toolResult(text)],
  "a tool's output of many kilobytes": (text) => [
    toolCall("Bash"),
    toolResult(`${text}\n${"log ".repeat(2100)}${text}`),
  ],
  "a tool's error": (text) => [
    toolCall("Bash"),
    {
      type: "user",
      message: {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: "toolu_01", is_error: true, content: text }],
      },
      parent_tool_use_id: null,
      session_id: SESSION,
      tool_use_result: `Error: ${text}`,
    },
  ],
  "a tool's name and input": (text) => [
    {
      type: "assistant",
      session_id: SESSION,
      parent_tool_use_id: null,
      message: {
        model: "claude-opus-5-5",
        content: [{ type: "tool_use", id: "t", name: "Bash", input: { command: text } }],
      },
    },
    toolResult("ok", "t"),
  ],
  "a hook's output": (text) => [
    system("hook_started", { hook_name: text }),
    system("hook_response", {
      hook_name: text,
      outcome: "error",
      exit_code: 2,
      output: text,
      stdout: text,
      stderr: text,
    }),
  ],
  "a message of the user": (text) => [userText(text)],
  "a message of the user that is a plain string": (text) => [
    {
      type: "user",
      message: { role: "user", content: text },
      parent_tool_use_id: null,
      session_id: SESSION,
      isReplay: true,
    },
  ],
  "a subagent's failure": (text) => [
    toolCall("Agent"),
    synthetic(text, { parent_tool_use_id: "toolu_01" }),
    toolResult(text),
  ],
  "a remark that stops nothing": (text) => [system("informational", { content: text, level: "info" })],
  "the description of a background task": (text) => [
    system("task_started", { task_id: text, description: text }),
    system("task_notification", { task_id: text, status: "completed", summary: text }),
  ],
  "a title of the work": (text) => [{ type: "tool_use_summary", summary: text, session_id: SESSION }],
};

/** Runs that ended in different ways; the stranger's words stand in the middle of them. */
const runs: Readonly<Record<string, (lines: readonly WireLine[]) => Evidence>> = {
  "went well": (lines) =>
    evidence({ stream: stream([init(), ...lines, prose("Done."), success("Done.")]), run: exitCode(0) }),
  "went well, as far as anybody saw": (lines) =>
    evidence({ stream: stream([init(), ...lines, success("Done.")]) }),
  "reached its turn limit": (lines) =>
    evidence({ stream: stream([init(), ...lines, errorResult("error_max_turns", [])]), run: exitCode(1) }),
  "failed at the provider": (lines) =>
    evidence({
      stream: stream([
        init(),
        ...lines,
        synthetic("It broke."),
        apiFailure("It broke.", { api_error_status: 418 }),
      ]),
      run: exitCode(1),
    }),
  "exited without a result": (lines) =>
    evidence({ stream: stream(["entrypoint: hello", init(), ...lines]), run: exitCode(3) }),
  "was killed": (lines) =>
    evidence({
      stream: stream([init(), ...lines]),
      pod: found(pod({ phase: "Failed", agent: terminated(137, "Error") })),
    }),
  "was drained": (lines) =>
    evidence({
      stream: stream([init(), ...lines]),
      pod: found(pod({ agent: terminated(143, "Error"), conditions: [disruption("EvictionByEvictionAPI")] })),
    }),
  "goes on": (lines) => evidence({ stream: stream([init(), ...lines]) }),
};

describe("a trigger", () => {
  test.each(triggers)(
    "of $rule moves it when the harness or the cluster says it: $text",
    ({ rule, meant }) => {
      expect(judge(rule, meant).kind).toBe("finds");
    },
  );

  test("is known for every rule that goes by the agent's word", () => {
    const known = new Set(triggers.map(({ rule }) => rule));
    const byWord = TIERS.filter(({ id }) => id === "success" || id === "agent").flatMap(({ rules }) => rules);
    expect(byWord.map(({ id }) => id).filter((id) => !known.has(id))).toEqual([]);
  });
});

/** All that the rules say of what they go by, at once: the words of those that no sentence moves are among it. */
const everything = {
  rule: "every rule",
  text: RULES.map(({ id, code, seen }) => `${id} ${code}: ${seen}`).join("\n"),
};

describe.each(Object.entries(surfaces))("said in %s", (_, surface) => {
  test.each(Object.entries(runs))("no trigger changes the verdict of a run that %s", (_name, run) => {
    const unmoved = new Map<string, Verdict>();
    for (const { rule, text } of [...triggers, everything]) {
      const other = harmless(text);
      const verdict = unmoved.get(other) ?? classify(run(surface(other)));
      unmoved.set(other, verdict);
      expect(classify(run(surface(text))), `${rule}: ${text}`).toEqual(verdict);
    }
  });
});

describe("said as the answer itself", () => {
  test.each(triggers)("$text is an answer like any other", ({ text }) => {
    const answered = (answer: string) =>
      evidence({ stream: stream([init(), prose(answer), success(answer)]), run: exitCode(0) });
    expect(classify(answered(text))).toEqual(classify(answered(harmless(text))));
    expect(classify(answered(text)).code).toBe("succeeded");
  });
});

/** As many bytes that mean nothing, once they are written as JSON. */
function harmless(text: string): string {
  return "x".repeat(Buffer.byteLength(JSON.stringify(text)) - 2);
}
