import { listAt, textAt } from "../explain/field.ts";
import { read, unusable, type Attempt } from "../explain/attempt.ts";

/** Which container of a pod the agent runs in: the one that is named, the only one, or the one that is called so. */
export function agentContainer(pod: unknown, named: string | null): Attempt<string> {
  const names = containersOf(pod);
  const all = names.join(", ");
  if (named !== null)
    return names.includes(named)
      ? read(named)
      : unusable(`The pod has no container "${named}"; it has ${all}. Name one of them with --container.`);
  const [only, ...others] = names;
  const found = others.length === 0 ? only : ["claude", "agent"].find((name) => names.includes(name));
  return found === undefined
    ? unusable(`Which container of the pod is the agent's? It has ${all}; name one with --container.`)
    : read(found);
}

function containersOf(pod: unknown): readonly string[] {
  return listAt(pod, "spec", "containers").flatMap((container) => textAt(container, "name") ?? []);
}
