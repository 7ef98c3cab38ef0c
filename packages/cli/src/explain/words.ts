import type {
  Attribution,
  Confidence,
  Flag,
  Outcome,
  Progress,
  RetryAction,
  Usage,
} from "@runverdict/classifier";

/** The words of a verdict as a person says them. The compiler sees to it that none is forgotten. */

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  succeeded: "Succeeded",
  failed: "Failed",
  cancelled: "Cancelled",
  timed_out: "Timed out",
  unsettled: "Not over",
};

export const confidenceWords: Readonly<Record<Confidence, string>> = {
  confirmed: "confirmed",
  likely: "likely",
  guess: "a guess",
};

export const attributionWords: Readonly<Record<Attribution, string>> = {
  agent: "the agent's doing",
  provider: "the provider's doing",
  user: "somebody's doing",
  configuration: "down to the configuration",
  platform: "the platform's doing",
  runner: "the runner's doing",
  nobody: "",
};

/** Where nothing is left open. */
export const exactWords: Readonly<Record<Progress, string>> = {
  not_created: "Nothing was created.",
  not_started: "The agent never started.",
  started: "The agent's container ran, but the agent did not come up.",
  initialised: "The agent came up, and has done nothing.",
  content: "The agent worked, and gave no result.",
  result: "The agent reported its result.",
};

/** As the end of "Proven: …" and "Possible: …". */
export const provenWords: Readonly<Record<Progress, string>> = {
  not_created: "nothing",
  not_started: "it was created",
  started: "its container ran",
  initialised: "the agent came up",
  content: "the agent worked",
  result: "it gave a result",
};

export const flagWords: Readonly<Record<Flag, string>> = {
  killed_after_result: "It was killed after it had given its result; the result stands.",
  unclean_exit: "Its exit code does not fit its result.",
  cancel_raced: "A cancel came while it was ending by itself.",
  tools_denied: "Permissions denied it tools; part of the work may be undone.",
  mcp_failed: "An MCP server did not connect; its tools were missing.",
  retried: "Requests to the provider had to be repeated.",
  fell_back: "It went on with another model than the one asked for.",
  usage_warning: "The usage limit was close.",
  session_writes_lost: "Its session could not be saved in full; a resume may have lost history.",
  background_work_lost: "Background tasks were still open when it ended.",
  child_oom: "A process inside its container was killed for memory; the agent itself was not.",
  sidecar_oom: "A sidecar was killed for memory.",
  disrupted: "The pod was disrupted or deleted, too.",
  log_head_lost: "The beginning of the log is lost.",
  log_gap: "Part of the log is lost.",
  sidecar_still_running: "A sidecar is still running, so the pod looks alive.",
  forged_result: "A result of another session stood in the log and was ignored.",
  cancel_unconfirmed: "It was told to stop, but nobody saw it end; make sure that its pod is gone.",
};

export const retryActionWords: Readonly<Record<RetryAction, string>> = {
  none: "not automatically.",
  retry: "the same again.",
  retry_after: "later.",
  resume: "resume.",
  fresh_session: "in a fresh session.",
  more_memory: "with more memory.",
  more_disk: "with more disk.",
  fix_config: "not as it is.",
  wait: "not yet.",
};

export const provenanceWords: Readonly<Record<Usage["provenance"], string>> = {
  reported: "as the agent reported",
  partial: "at least; added up from its messages",
  unknown: "the source is not known",
};
