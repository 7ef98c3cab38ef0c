/**
 * What the agent's output says about how far the agent is, in words that any agent can be told in: the runner itself
 * reads nothing out of it.
 */
export interface AgentWatch {
  /**
   * Looks at the next piece of the output, as it is handed over. `final-word`: with it the agent has said all, and
   * should end. `more-work`: it went on after its final word. A process that takes a run up again begins in its middle.
   */
  readonly look: (bytes: Uint8Array) => "output" | "final-word" | "more-work";
}

/** Of an agent whose output is only passed on: it has said all when it ends. */
export const anyAgent: AgentWatch = { look: () => "output" };
