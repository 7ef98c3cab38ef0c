import { waitFor } from "./await-image.ts";
import type { ContainerRun } from "./container-run.ts";
import { environmentOf } from "./environment.ts";
import { isStopping, pause, tell } from "./pod-life.ts";
import type { PodLife } from "./pod-life.ts";

/** Works out a container's environment, and waits for Secrets and ConfigMaps that are missing; null if it is stopped. */
export async function awaitEnvironment(
  life: PodLife,
  run: ContainerRun,
): Promise<Readonly<Record<string, string>> | null> {
  while (!isStopping(life)) {
    const pod = life.find();
    if (pod === null) return null;
    const environment = environmentOf(life.node.store, pod, run.container);
    if (environment.kind === "env") return environment.env;
    tell(life, run, "Failed", `Error: ${environment.message}`, "Warning");
    waitFor(life, run, "CreateContainerConfigError", environment.message);
    await pause(life, life.node.delays.retryMs);
  }
  return null;
}
