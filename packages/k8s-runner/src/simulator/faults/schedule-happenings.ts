import type { Cluster } from "../cluster.ts";
import type { Change } from "../store/change.ts";
import type { Happening, Moment, PlannedHappening } from "./fault-plan.ts";

type RunMoment = Extract<Moment, { kind: "run" }>;

/** Waits for the moments of planned happenings. A happening to a Job whose name is empty befalls the run of its moment. */
export function scheduleHappenings(
  cluster: Cluster,
  act: (what: Happening) => void,
): {
  readonly add: (planned: readonly PlannedHappening[]) => void;
  readonly stop: () => void;
} {
  const { store, clock } = cluster;
  const jobs: string[] = [];
  const reached = new Set<string>();
  let waiting: { readonly when: RunMoment; readonly what: Happening }[] = [];

  const reach = (run: number, step: RunMoment["reached"]): void => {
    const key = `${run} ${step}`;
    if (run === -1 || reached.has(key)) return;
    reached.add(key);
    const due = waiting.filter(({ when }) => when.run === run && when.reached === step);
    waiting = waiting.filter((one) => !due.includes(one));
    due.forEach(({ when, what }) => clock.after(when.afterMs, () => act(named(what, jobs[run] ?? ""))));
  };
  const onChange = ({ type, resource, object }: Change): void => {
    if (resource === "jobs" && type === "ADDED") {
      jobs.push(object.metadata.name);
      return reach(jobs.length - 1, "created");
    }
    if (resource !== "pods") return;
    const run = jobs.indexOf(object.metadata.labels?.["job-name"] ?? "");
    const pod = store.get("pods", object.metadata.namespace ?? "", object.metadata.name);
    if (pod === null) return;
    if (pod.spec.nodeName !== undefined) reach(run, "scheduled");
    if (pod.status.phase === "Running") reach(run, "running");
    if (pod.status.phase === "Succeeded" || pod.status.phase === "Failed") reach(run, "ended");
  };

  return {
    add: (planned) => {
      for (const { when, what } of planned) {
        if (when.kind === "start") clock.after(when.afterMs, () => act(what));
        else if (reached.has(`${when.run} ${when.reached}`))
          clock.after(when.afterMs, () => act(named(what, jobs[when.run] ?? "")));
        else waiting.push({ when, what });
      }
    },
    stop: store.subscribe(onChange),
  };
}

function named(what: Happening, job: string): Happening {
  return "job" in what && what.job === "" ? { ...what, job } : what;
}
