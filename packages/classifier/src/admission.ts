/**
 * Why whoever starts runs did not let one begin, for the `reason` of a `CreateAnswer` whose outcome is `blocked`: what
 * it says itself is not inferred.
 */
export const ADMISSION = {
  concurrentRun: "concurrent_run_blocked",
  unknownTask: "orphan_task_unknown",
  otherSession: "orphan_session_mismatch",
  unreachable: "guard_unreachable",
  nameTaken: "name_conflict",
  agentId: "agent_id_invalid",
  secretNotCreated: "secret_create_failed",
} as const;

export type AdmissionReason = (typeof ADMISSION)[keyof typeof ADMISSION];
