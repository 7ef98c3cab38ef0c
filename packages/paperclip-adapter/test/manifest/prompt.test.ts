import { expect, test } from "vitest";
import { promptOf } from "../../src/manifest/prompt.ts";
import { aConfig, aContext } from "./support/a-manifest.ts";

const claude = {
  ...aConfig.claude,
  promptTemplate: "Standing words for {{agent.name}}.",
  bootstrapPromptTemplate: "Hello {{agent.name}}.",
};
const wake = {
  reason: "issue_commented",
  issue: { identifier: "FEN-7", title: "Fence", description: "The long brief." },
};
const told = {
  paperclipWake: wake,
  paperclipTaskMarkdown: "# Task, whole",
  paperclipTaskMarkdownCompact: "# Task, short",
  paperclipSessionHandoffMarkdown: "Handed over.",
};

function prompted(context: object, resumed: boolean): string {
  return promptOf({ ...aContext, context: { ...context } }, claude, resumed).text;
}

test("a session begins with all sections, in Paperclip's order", () => {
  const places = [
    "Hello Ada.",
    "## What woke you",
    "Handed over.",
    "# Task, whole",
    "Standing words for Ada.",
  ].map((section) => prompted(told, false).indexOf(section));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(places).not.toContain(-1);
});

test("a session that goes on is told what is new, and not what it knows", () => {
  const text = prompted(told, true);
  expect(text).toContain("## What is new since your last run");
  expect(text).toContain("# Task, short");
  expect(text).not.toMatch(/Hello|Standing|The long brief|whole/);
});

test("without anything new a session that goes on has the standing words", () => {
  expect(prompted({ paperclipTaskMarkdown: "# Task" }, true)).toBe("# Task\n\nStanding words for Ada.");
});

test("a session that is handed a task gets the whole of it", () => {
  const assigned = { ...told, paperclipWake: { ...wake, reason: "issue_assigned" } };
  expect(prompted(assigned, true)).toContain("# Task, whole");
});

test("who is to mend a task is not told to do it", () => {
  const recovery = { ...told, paperclipWake: { ...wake, recovery: { cause: "process_lost" } } };
  expect(prompted(recovery, false)).not.toContain("Standing words");
  expect(prompted(recovery, false)).toContain("Mend what keeps this task from running");
});

test("without a template an agent is told what Paperclip expects, and a conversation less", () => {
  const bare = { ...claude, promptTemplate: null, bootstrapPromptTemplate: null };
  expect(promptOf(aContext, bare, false).text).toContain("put the task into the state");
  const chat = { ...aContext, context: { conversationMode: true } };
  expect(promptOf(chat, bare, false).text).not.toContain("put the task into the state");
});

test("the run's tokens can't be written into a prompt", () => {
  const context = { paperclipRuntimeTools: { bearerToken: "tool-token-123456" } };
  const template = {
    ...claude,
    promptTemplate: "{{context.paperclipRuntimeTools.bearerToken}}{{context}}{{agent.adapterConfig}}.",
  };
  const withConfig = {
    ...aContext,
    context,
    agent: { ...aContext.agent, adapterConfig: { key: "config-secret" } },
  };
  expect(promptOf(withConfig, template, false).text).not.toMatch(/tool-token|config-secret/);
});

test("how long each section is stands beside the prompt", () => {
  const { text, metrics } = promptOf({ ...aContext, context: { ...told } }, claude, false);
  expect(metrics).toMatchObject({
    promptChars: text.length,
    bootstrapPromptChars: 10,
    sessionHandoffChars: 12,
  });
});
