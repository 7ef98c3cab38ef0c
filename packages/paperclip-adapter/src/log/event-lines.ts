import { wireOf, type InitEvent, type StreamEvent } from "@runverdict/stream-parser";
import { describeEvent, tells } from "@runverdict/stream-parser/describe";
import { fieldsOf, textOf } from "../ui-parser/fields.ts";
import type { Speaker } from "../ui-parser/log-line.ts";
import { assistantLines } from "./assistant-lines.ts";
import { createOpenCalls, type OpenCall } from "./open-calls.ts";
import type { Redaction } from "./redaction.ts";
import { resultLine } from "./result-line.ts";
import { createSafeText } from "./safe-text.ts";
import { userLines } from "./user-lines.ts";
import { spokenLine, type Voice } from "./voice.ts";

/** The agent's events as lines for a person, one event after the other. */
export interface EventLines {
  /** None for an event that tells nobody anything. */
  readonly of: (event: StreamEvent) => readonly string[];
  /** What the agent waits for. */
  readonly openCall: () => OpenCall | null;
}

const LONGEST = 400;
const REMEMBERED = 8;

export function createEventLines(redact: Redaction): EventLines {
  const voice: Voice = { safe: createSafeText(redact), calls: createOpenCalls() };
  const answers: string[] = [];
  // A result repeats what the agent said last, or what it said before a task in the background was through.
  const isSaid = (text: string): boolean => answers.includes(text.trim());

  return {
    of(event) {
      if (!tells(event)) return [];
      switch (event.kind) {
        case "init":
          return [initLine(event, voice)];
        case "assistant":
          for (const { text } of event.message.blocks) if (text !== null) answers.push(text.trim());
          answers.splice(0, Math.max(0, answers.length - REMEMBERED));
          return assistantLines(event, voice);
        case "user":
          return userLines(event, voice);
        case "result":
          return [resultLine(event, isSaid, voice)];
        default:
          return otherLines(event, voice);
      }
    },
    openCall: voice.calls.last,
  };
}

function initLine(event: InitEvent, { safe }: Voice): string {
  const wire = fieldsOf(wireOf(event));
  const session = textOf(wire["session_id"]);
  const words = [describeEvent(event).text, session === "" ? "" : `session ${session}`];
  return spokenLine("init", safe.begin(words.filter((part) => part !== "").join(" · "), LONGEST));
}

function otherLines(event: StreamEvent, { safe }: Voice): readonly string[] {
  const { label, text } = describeEvent(event);
  const words = safe.begin(event.kind === "unrecognised" ? `${label}: ${text}` : text, LONGEST);
  return words === "" || isRoutine(event) ? [] : [spokenLine(speakerOf(event, label), words)];
}

/** With a subscription every run begins by being told that it may go on; and a hook that did well says so each time. */
function isRoutine(event: StreamEvent): boolean {
  const wire = fieldsOf(wireOf(event));
  if (event.kind === "rate-limit") return fieldsOf(wire["rate_limit_info"])["status"] === "allowed";
  return event.kind === "system" && event.subtype === "hook_response" && wire["exit_code"] === 0;
}

function speakerOf({ kind }: StreamEvent, label: string): Speaker {
  switch (kind) {
    case "text":
    case "broken":
      return kind;
    case "rate-limit":
      return "limit";
    case "system":
      return label === "retry" ? "retry" : "system";
    default:
      return "event";
  }
}
