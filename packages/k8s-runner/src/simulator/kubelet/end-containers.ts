import { isRunning } from "./container-run.ts";
import type { ContainerRun } from "./container-run.ts";
import { tell } from "./pod-life.ts";
import type { PodLife } from "./pod-life.ts";

/** SIGTERM, and SIGKILL to what still runs after the grace. Resolves when all have ended. */
export async function endContainers(
  life: PodLife,
  runs: readonly ContainerRun[],
  graceMs: number,
): Promise<void> {
  const running = runs.filter(isRunning);
  for (const run of running.filter(({ told }) => told === "nothing")) {
    run.told = "SIGTERM";
    tell(life, run, "Killing", `Stopping container ${run.container.name}`);
    run.started?.signal("SIGTERM");
  }
  const callOff = life.node.clock.after(graceMs, () => running.forEach(killContainer));
  for (const run of running) await life.ends.get(run);
  callOff();
}

export function killContainer(run: ContainerRun): void {
  if (!isRunning(run)) return;
  run.told = "SIGKILL";
  run.started?.signal("SIGKILL");
}
