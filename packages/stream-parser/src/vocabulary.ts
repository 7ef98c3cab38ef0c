/** The kinds that are told by `type` alone; an init is a `system` event with its own subtype. */
type KindByType =
  | "assistant"
  | "user"
  | "system"
  | "partial"
  | "result"
  | "tool-progress"
  | "rate-limit"
  | "control"
  | "notice";

/**
 * The values of `type` that are known, and what kind of event each makes. The set is open: the CLI's own schema holds
 * about a hundred more subtypes for its desktop and remote hosts, and every few versions add some.
 */
const KINDS: ReadonlyMap<string, KindByType> = new Map<string, KindByType>([
  ["assistant", "assistant"],
  ["user", "user"],
  ["system", "system"],
  ["stream_event", "partial"],
  ["result", "result"],
  ["tool_progress", "tool-progress"],
  ["rate_limit_event", "rate-limit"],
  ["control_request", "control"],
  ["control_response", "control"],
  ["control_cancel_request", "control"],
  ["keep_alive", "control"],
  ["command_lifecycle", "control"],
  ["tool_use_summary", "notice"],
  ["prompt_suggestion", "notice"],
  ["auth_status", "notice"],
  ["conversation_reset", "notice"],
  ["active_goal", "notice"],
]);

export function kindOf(type: string): KindByType | "unrecognised" {
  return KINDS.get(type) ?? "unrecognised";
}

export function isKnownType(type: string): boolean {
  return KINDS.has(type);
}

/** Keys that events of the recorded versions begin with; none of them begins an object of the harness's debug log. */
const FIRST_KEYS =
  /^\{"(?:type|subtype|is_error|duration_api_ms|duration_ms|message|session_id|uuid|parent_tool_use_id)":/;

export function beginsLikeEvent(text: string): boolean {
  return FIRST_KEYS.test(text);
}

/**
 * What the kubelet writes into the body of a log after it has answered 200, without a timestamp even where every
 * record has one.
 */
const IN_BAND = [
  "unable to retrieve container logs for ",
  "failed to create fsnotify watcher: ",
  "failed to try resolving symlinks ",
  "context cancelled",
  "context canceled",
] as const;

export function isInBandMessage(text: string): boolean {
  return IN_BAND.some((beginning) => text.startsWith(beginning));
}
