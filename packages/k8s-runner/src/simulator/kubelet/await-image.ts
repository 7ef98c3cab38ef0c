import type { ContainerRun } from "./container-run.ts";
import { isStopping, pause, publishContainer, tell } from "./pod-life.ts";
import type { PodLife } from "./pod-life.ts";

/** Waits for a container's image: for as long as it takes, or until the pod is stopped. */
export async function awaitImage(life: PodLife, run: ContainerRun): Promise<void> {
  const image = run.container.image ?? "";
  const trouble = life.node.images.get(image);
  if (trouble?.kind === "slow") {
    tell(life, run, "Pulling", `Pulling image "${image}"`);
    await pause(life, trouble.ms);
  }
  if (trouble?.kind === "pull-fails") {
    for (let tries = 0; tries < (trouble.times ?? Infinity) && !isStopping(life); tries += 1) {
      await failToPull(life, run, image, trouble.message);
    }
  }
  if (trouble?.kind === "never") {
    const reason = trouble.reason === "InvalidImageName" ? "InspectFailed" : trouble.reason;
    tell(life, run, reason, trouble.message, "Warning");
    tell(life, run, "Failed", `Error: ${trouble.reason}`, "Warning");
    waitFor(life, run, trouble.reason, trouble.message);
    await pause(life, Infinity);
  }
  if (isStopping(life)) return;
  tell(
    life,
    run,
    "Pulled",
    `Container image "${image}" already present on machine and can be accessed by the pod`,
  );
}

async function failToPull(life: PodLife, run: ContainerRun, image: string, message: string): Promise<void> {
  const { retryMs } = life.node.delays;
  tell(life, run, "Pulling", `Pulling image "${image}"`);
  tell(life, run, "Failed", `Failed to pull image "${image}": ${message}`, "Warning");
  tell(life, run, "Failed", "Error: ErrImagePull", "Warning");
  waitFor(life, run, "ErrImagePull", message);
  await pause(life, retryMs);
  if (isStopping(life)) return;
  tell(life, run, "BackOff", `Back-off pulling image "${image}"`);
  tell(life, run, "Failed", "Error: ImagePullBackOff", "Warning");
  waitFor(life, run, "ImagePullBackOff", `Back-off pulling image "${image}": ErrImagePull: ${message}`);
  await pause(life, retryMs * 2);
}

/** Says what a container waits for; one that has run before keeps saying how it ended. */
export function waitFor(life: PodLife, run: ContainerRun, reason: string, message: string): void {
  if (run.state.terminated === undefined) run.state = { waiting: { reason, message } };
  publishContainer(life);
}
