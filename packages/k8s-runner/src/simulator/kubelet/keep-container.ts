import type { ContainerRun } from "./container-run.ts";
import { isStopping, pause } from "./pod-life.ts";
import type { PodLife } from "./pod-life.ts";
import { startContainer } from "./start-container.ts";

/** Starts a container, and starts it again as its policy says. Resolves when it has ended for good. */
export async function keepContainer(life: PodLife, run: ContainerRun): Promise<void> {
  await startContainer(life, run);
  await restartContainer(life, run);
}

/** Starts a container again whenever it ends, as its policy says, after a pause that doubles each time. */
export async function restartContainer(life: PodLife, run: ContainerRun): Promise<void> {
  for (;;) {
    await life.ends.get(run);
    if (!isAgain(life, run)) return;
    await pause(life, life.node.delays.backoffMs * 2 ** run.restarts);
    if (isStopping(life)) return;
    run.restarts += 1;
    await startContainer(life, run);
  }
}

function isAgain(life: PodLife, { role, state, told }: ContainerRun): boolean {
  if (isStopping(life) || told !== "nothing" || state.terminated === undefined) return false;
  const policy = role === "sidecar" ? "Always" : life.pod.spec.restartPolicy;
  return policy === "Always" || (policy === "OnFailure" && state.terminated.exitCode !== 0);
}
