import type { WhichContainer } from "../run/runner.ts";

/** Asks for the agent's container: there are several, or there is none of the name that was given. */
export function whichContainer({ containers }: WhichContainer, named: string | null): string {
  const all = containers.join(", ");
  return named === null
    ? `Which container of the pod is the agent's? It has ${all}; name one with --container.`
    : `The pod has no container "${named}"; it has ${all}. Name one of them with --container.`;
}
