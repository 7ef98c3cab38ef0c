import type { Field } from "../field.ts";
import type { FieldValues } from "../field-values.ts";
import { choice } from "../kinds/choice.ts";
import { secretReferences } from "../kinds/secret-references.ts";
import { text, textThat } from "../kinds/text.ts";
import { toggle } from "../kinds/toggle.ts";
import { variables } from "../kinds/variables.ts";
import { wholeNumber } from "../kinds/whole-number.ts";
import { commandWords } from "../kinds/words.ts";

type Names =
  | "model"
  | "effort"
  | "maxTurnsPerRun"
  | "dangerouslySkipPermissions"
  | "agentCommand"
  | "extraArgs"
  | "promptTemplate"
  | "bootstrapPromptTemplate"
  | "instructionsFilePath"
  | "cwd"
  | "env"
  | "envFromSecrets"
  | "paperclipApiUrl"
  | "delivery";

/** How Claude Code is started, and what it is told. */
export const claudeFields: { readonly [Name in Names]: Field<FieldValues[Name]> } = {
  model: {
    label: "Model",
    type: "text",
    hint: "A model id or alias for `--model`. Without it Claude Code chooses, and on Bedrock also where the id is not one of Bedrock's.",
    read: textThat(
      (value) => /^[\w.:@/[\]-]{1,256}$/.test(value),
      "It is no model id: letters, digits and -._:/@[] only.",
    ),
    absent: null,
    shown: null,
    hidden: true,
  },
  effort: {
    label: "Thinking effort",
    type: "text",
    hint: "For `--effort`: low, medium, high, or what the version of Claude Code in the image knows besides.",
    read: textThat(
      (value) => /^[a-z]{1,32}$/.test(value),
      "It is no level of effort: write low, medium or high.",
    ),
    absent: null,
    shown: null,
    aliases: ["thinkingEffort"],
    hidden: true,
  },
  maxTurnsPerRun: {
    label: "Most turns of a run",
    type: "number",
    hint: "For `--max-turns`; 0 is no limit. A run that uses them up goes on twice by itself, with its session.",
    read: wholeNumber(0, 1_000_000),
    absent: 1000,
    shown: 1000,
  },
  dangerouslySkipPermissions: {
    label: "Skip permission prompts",
    type: "toggle",
    hint: "Passes `--dangerously-skip-permissions`. Nobody can answer a prompt in a pod: turn it off only where `extraArgs` says which tools are allowed.",
    read: toggle(),
    absent: true,
    shown: true,
    hidden: true,
  },
  agentCommand: {
    label: "Command",
    type: "text",
    hint: "The program in the image: `claude`, or the path of it.",
    read: textThat(
      (value) => /^[^\s"'\\]{1,512}$/.test(value),
      "It is no name or path of a program: no spaces, no arguments.",
    ),
    absent: "claude",
    shown: "claude",
  },
  extraArgs: {
    label: "Further arguments",
    type: "textarea",
    hint: "For Claude Code, after all others. Separate them with spaces; quotes keep together what belongs together.",
    read: commandWords(),
    absent: [],
    shown: null,
    hidden: true,
  },
  promptTemplate: {
    label: "Prompt template",
    type: "textarea",
    hint: "What the agent is told each time, with {{agent.id}}, {{agent.name}}, {{runId}}, {{context.…}} filled in. Without it: the host's standard text. Paperclip takes it for an agent that is there already; a new one has instructions instead.",
    read: text(),
    absent: null,
    shown: null,
  },
  bootstrapPromptTemplate: {
    label: "First prompt template",
    type: "textarea",
    hint: "What the agent is told at the beginning of a new session only, before the prompt; for an agent that is there already, too.",
    read: text(),
    absent: null,
    shown: null,
    aliases: ["bootstrapPrompt"],
  },
  instructionsFilePath: {
    label: "Instructions file",
    type: "text",
    hint: "An absolute path on Paperclip's own disk; the host fills it in when it manages the agent's instructions.",
    read: textThat((value) => value.startsWith("/"), "It is no absolute path: begin it with a slash."),
    absent: null,
    shown: null,
    hidden: true,
  },
  cwd: {
    label: "Working directory",
    type: "text",
    hint: "In the pod, absolute. Without it: the workspace's folder where the data volume has it, else the data volume.",
    read: textThat((value) => value.startsWith("/"), "It is no absolute path: begin it with a slash."),
    absent: null,
    shown: null,
    hidden: true,
  },
  env: {
    label: "Environment variables",
    type: "textarea",
    hint: "An object of names and values, or `NAME=value` lines. All of them go into a Secret of the run.",
    read: variables(),
    absent: [],
    shown: null,
    hidden: true,
  },
  envFromSecrets: {
    label: "Environment variables from Secrets",
    type: "textarea",
    hint: "One `NAME=secret/key` in a line, for values that stand in Secrets of the namespace; a `?` at the end lets the pod start without it.",
    read: secretReferences(),
    absent: [],
    shown: null,
  },
  paperclipApiUrl: {
    label: "Paperclip's address for the pods",
    type: "text",
    hint: "Where an agent in a pod reaches Paperclip, such as http://paperclip.paperclip.svc:3100. Without it: the host's own address, which often is one that only the host reaches.",
    read: textThat(
      isHttpUrl,
      "It is no address: write an http or https one, without user, query and fragment.",
    ),
    absent: null,
    shown: null,
  },
  delivery: {
    label: "How instructions and skills reach the pod",
    type: "select",
    hint: "By the shared data volume, or, where Paperclip's disk is not the pod's, by the Secret of the run (less than 1 MiB).",
    read: choice(["shared-volume", "secret"]),
    absent: "shared-volume",
    shown: "shared-volume",
    options: [
      { value: "shared-volume", label: "Shared data volume" },
      { value: "secret", label: "Secret of the run" },
    ],
  },
};

function isHttpUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && username + password + search + hash === "";
}
