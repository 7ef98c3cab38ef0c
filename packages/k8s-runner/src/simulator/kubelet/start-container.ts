import type { Pod } from "../objects.ts";
import { instant } from "../store/instant.ts";
import type { ContainerWitness, Ending } from "../truth.ts";
import { awaitEnvironment } from "./await-environment.ts";
import { awaitImage } from "./await-image.ts";
import { createContainerLog } from "./container-log.ts";
import type { ContainerLog } from "./container-log.ts";
import type { ContainerRun } from "./container-run.ts";
import { endContainers } from "./end-containers.ts";
import { expand } from "./expand.ts";
import { graceOf, isStopping, pause, publishContainer, tell } from "./pod-life.ts";
import type { PodLife } from "./pod-life.ts";
import type { Exit, Started, ToStart } from "./runtime.ts";
import { terminationMessage } from "./termination-message.ts";

/** One life of a container, from its start on. */
interface Birth {
  readonly log: ContainerLog;
  readonly witness: ContainerWitness;
  readonly startedAt: number;
}

/** Brings a container up, once its image and its configuration are there. Resolves when it runs, or can't. */
export async function startContainer(life: PodLife, run: ContainerRun): Promise<void> {
  const { node } = life;
  await awaitImage(life, run);
  const env = await awaitEnvironment(life, run);
  await pause(life, node.delays.startMs);
  const pod = life.find();
  if (env === null || pod === null || isStopping(life)) return;
  const startedAt = node.clock.now();
  const log = createContainerLog(node.clock, node.logTimestamps);
  const witness = node.witness.containerStarted(pod.metadata.uid, run.container.name, startedAt);
  run.id = `containerd://${node.names.hex(64)}`;
  run.previousLog = run.log;
  run.log = log;
  run.told = "nothing";
  tell(life, run, "Created", "Container created");
  const exited = defer<Exit>();
  const starts = node.start(toStart(run, pod, env), {
    onOutput: (stream, bytes) => {
      witness.wrote(stream, bytes);
      log.write(stream, bytes);
    },
    onExit: exited.resolve,
  });
  life.starting.add(starts);
  const started = await starts;
  life.starting.delete(starts);
  const birth = { log, witness, startedAt };
  if ("startError" in started) return failToStart(life, run, birth, started.startError);
  begin(life, run, started, startedAt);
  life.ends.set(
    run,
    exited.promise.then((exit) => settle(life, run, birth, exit)),
  );
  // The pod may have been stopped while the container came up.
  if (isStopping(life)) void endContainers(life, [run], life.order?.graceMs ?? graceOf(life));
}

function begin(life: PodLife, run: ContainerRun, started: Started, startedAt: number): void {
  run.started = started;
  if (run.state.terminated !== undefined) run.lastState = run.state;
  run.state = { running: { startedAt: instant(startedAt) } };
  tell(life, run, "Started", "Container started");
  publishContainer(life);
}

function settle(life: PodLife, run: ContainerRun, { log, witness, startedAt }: Birth, exit: Exit): void {
  const now = life.node.clock.now();
  log.close();
  const message = terminationMessage(run.container, exit, log, life.runs.length);
  const reason = exit.isOom ? "OOMKilled" : exit.exitCode === 0 ? "Completed" : "Error";
  run.state = {
    terminated: {
      exitCode: exit.exitCode,
      reason,
      ...(message === "" ? {} : { message }),
      startedAt: instant(startedAt),
      finishedAt: instant(now),
      ...(run.id === null ? {} : { containerID: run.id }),
    },
  };
  run.started = null;
  witness.ended(endingOf(run, exit, now));
  publishContainer(life);
}

/** A container that never ran: the real one says that it started when Unix did. */
function failToStart(life: PodLife, run: ContainerRun, { log, witness }: Birth, message: string): void {
  const now = life.node.clock.now();
  log.close();
  run.state = {
    terminated: {
      exitCode: 128,
      reason: "StartError",
      message,
      startedAt: "1970-01-01T00:00:00Z",
      finishedAt: instant(now),
      ...(run.id === null ? {} : { containerID: run.id }),
    },
  };
  witness.ended({ at: now, exitCode: 128, how: "by-itself" });
  tell(life, run, "Failed", `Error: ${message}`, "Warning");
  publishContainer(life);
}

function endingOf({ told }: ContainerRun, { exitCode, isOom }: Exit, at: number): Ending {
  if (isOom && exitCode === 137 && told === "nothing") return { at, exitCode, how: "oom" };
  if (told === "nothing") return { at, exitCode, how: "by-itself" };
  return { at, exitCode, how: told === "SIGKILL" ? "killed" : "stopped" };
}

function toStart(
  { container, restarts }: ContainerRun,
  pod: Pod,
  env: Readonly<Record<string, string>>,
): ToStart {
  const { name, namespace = "", uid } = pod.metadata;
  return {
    container,
    job: pod.metadata.labels?.["job-name"] ?? "",
    pod: { name, namespace, uid },
    volumes: pod.spec.volumes ?? [],
    restarts,
    command: [...(container.command ?? []), ...(container.args ?? [])].map((word) => expand(word, env)),
    env,
    workingDir: container.workingDir ?? null,
  };
}

function defer<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settled) => {
    resolve = settled;
  });
  return { promise, resolve: (value) => resolve(value) };
}
