import fc from "fast-check";

/** The releases of the CLI whose output was recorded; each drift below happened between two neighbours. */
export const CLI_VERSIONS = [
  "0.2.126",
  "1.0.0",
  "1.0.60",
  "1.0.128",
  "2.0.30",
  "2.0.77",
  "2.1.0",
  "2.1.9",
  "2.1.20",
  "2.1.70",
  "2.1.80",
  "2.1.90",
  "2.1.100",
  "2.1.110",
  "2.1.150",
  "2.1.200",
  "2.1.260",
  "2.1.300",
  "2.1.329",
] as const;

export type CliVersion = (typeof CLI_VERSIONS)[number];

/** What changed in the output, and the first recorded release that has it. */
const SINCE = {
  /** `total_cost_usd`, `usage`, `modelUsage` and `permission_denials` on results; before, `cost_usd` and `total_cost`. */
  "result-usage": "1.0.60",
  /** `cwd`, `model`, `permissionMode` and `apiKeySource` on init; before, tools and servers only. */
  "rich-init": "1.0.60",
  /** `parent_tool_use_id` on assistant and user events. */
  "parent-tool-use-id": "1.0.60",
  /** `stop_reason` stands on the last block of a message; before, on every block. */
  "stop-reason-on-last-block": "1.0.60",
  uuid: "1.0.128",
  /** `--include-partial-messages` exists. */
  partial: "1.0.128",
  /** `claude_code_version` on init. */
  "version-on-init": "2.0.30",
  "tool-use-result": "2.0.77",
  /** `error` on messages that the CLI made itself. */
  "assistant-error": "2.0.77",
  /** `stop_reason` is always null on assistant events, and their usage is what `message_start` said. */
  "stale-assistant": "2.1.9",
  /** An unknown session gives a result; before, a sentence on stderr only. */
  "session-result": "2.1.9",
  "rate-limit-event": "2.1.70",
  "result-stop-reason": "2.1.70",
  "api-retry": "2.1.80",
  /** SIGINT gives a result. */
  "interrupt-result": "2.1.80",
  /** An empty answer is a success with a blank text; before, `error_during_execution`. */
  "empty-is-success": "2.1.80",
  "separators-escaped": "2.1.80",
  /** `timestamp` on user events. */
  "user-timestamp": "2.1.80",
  /** `error_max_turns` comes with `is_error: true` and a sentence in `errors`. */
  "max-turns-is-error": "2.1.90",
  "terminal-reason": "2.1.100",
  "api-error-status": "2.1.110",
  /** The CLI asks once more after an empty answer, by a user event it made itself. */
  nudge: "2.1.200",
  refusal: "2.1.200",
  tasks: "2.1.200",
  /** `type` stands in the middle of a result. */
  "scrambled-result": "2.1.260",
  /** `terminal_reason` says `api_error`; before, `completed`. */
  "terminal-reason-api-error": "2.1.260",
  "result-index": "2.1.300",
  /** `timestamp` on assistant events. */
  "assistant-timestamp": "2.1.300",
  /** `is_api_error_message` and `api_error_status` on messages that the CLI made itself. */
  "api-error-markers": "2.1.300",
  /** `model_usage_since_last_result`, which tells a resumed session's earlier runs from this one. */
  "usage-since-last-result": "2.1.329",
} as const;

export type CliTrait = keyof typeof SINCE;

/** Whether a release of the CLI has a trait of the drift table. */
export function has(version: CliVersion, trait: CliTrait): boolean {
  return CLI_VERSIONS.indexOf(version) >= CLI_VERSIONS.indexOf(SINCE[trait]);
}

/** A recorded release that has all the traits; it shrinks towards the current one. */
export function cliVersion(...traits: readonly CliTrait[]): fc.Arbitrary<CliVersion> {
  const fitting = CLI_VERSIONS.filter((version) => traits.every((trait) => has(version, trait)));
  return fc.constantFrom(...fitting.toReversed());
}

/** A recorded release from before a trait that has the other traits. */
export function cliVersionWithout(trait: CliTrait, ...traits: readonly CliTrait[]): fc.Arbitrary<CliVersion> {
  const earlier = CLI_VERSIONS.filter((version) => !has(version, trait));
  const fitting = earlier.filter((version) => traits.every((other) => has(version, other)));
  return fc.constantFrom(...fitting.toReversed());
}
