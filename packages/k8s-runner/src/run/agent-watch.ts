/**
 * What the agent's output says about how far the agent is, in words that any agent can be told in: the runner itself
 * reads nothing out of it.
 */
export interface AgentWatch {
  /**
   * Looks at the next piece of the output, as it is handed over. `final-word`: with it the agent has said all, and
   * should end. `more-work`: it went on after its final word. A process that takes a run up again begins in its middle.
   * When it throws, the run's problems say so, and it is asked no more.
   */
  readonly look: (bytes: Uint8Array) => "output" | "final-word" | "more-work";
}

/** Of an agent whose output is only passed on: it has said all when it ends. */
export const anyAgent: AgentWatch = { look: () => "output" };

/** Whoever fails at looking must not cost the run its log: what comes then is only output. */
export function guarded(agent: AgentWatch, onFault: (error: unknown) => void): AgentWatch {
  let hasFailed = false;
  return {
    look(bytes) {
      if (hasFailed) return "output";
      try {
        return agent.look(bytes);
      } catch (error) {
        hasFailed = true;
        const why = error instanceof Error ? error.message : String(error);
        onFault(new Error(`What looks at the agent's output failed: ${why}`));
        return "output";
      }
    },
  };
}
