/**
 * Whether a run's signal was aborted by nobody's wish. The host (2026.916.1) renews its hold on a run every 10 s, and
 * aborts with these words when it can't: its database is away, or it is shutting down. Then it has marked its runs as
 * interrupted, and where the next renewal falls into its last seconds it finds none of them: about every second restart
 * would end its agents.
 */
export function isLeaseLost(reason: unknown): boolean {
  return reason instanceof Error && reason.message === "Legacy controller lease lost";
}
