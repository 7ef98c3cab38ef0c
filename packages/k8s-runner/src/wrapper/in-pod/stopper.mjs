/** @typedef {"linger" | "signal"} Reason Why the agent was stopped: it lingered after its last word, or we were told to. */

/**
 * Passes signals on to the agent. The first one starts its grace; when that is over, it is killed.
 *
 * @param {{ signal: (name: NodeJS.Signals) => void }} agent
 * @param {number} graceMs
 */
export function openStopper(agent, graceMs) {
  /** @type {Reason | null} */
  let reason = null;
  return {
    reason: () => reason,
    /** @type {(why: Reason, signal: NodeJS.Signals) => void} */
    stop(why, signal) {
      agent.signal(signal);
      if (reason !== null) return;
      reason = why;
      setTimeout(() => agent.signal("SIGKILL"), graceMs);
    },
  };
}
