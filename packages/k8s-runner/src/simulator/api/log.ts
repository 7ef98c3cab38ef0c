import type { Cluster } from "../cluster.ts";
import type { LogOptions } from "../kubelet/read-log.ts";
import type { Kubelet } from "../kubelet/kubelet.ts";
import type { Pod } from "../objects.ts";
import type { Answer } from "./answer.ts";
import { isTrue } from "./route.ts";
import type { Route } from "./route.ts";
import { badRequest, notFound, Refusal } from "./status.ts";

/** Serves a pod's log, or says with the API server's or the kubelet's words why not. */
export function serveLog({ store }: Cluster, kubelet: Kubelet, route: Route, answer: Answer): void {
  const pod = store.get("pods", route.namespace, route.name);
  if (pod === null) throw notFound(route.resource, route.name);
  const { name } = pod.metadata;
  const container = containerOf(pod, route.query.get("container"));
  if (pod.spec.nodeName === undefined) throw badRequest(`pod ${name} does not have a host assigned`);
  if (!kubelet.isReachable()) throw unreachable(route, container);
  const options = readOptions(route.query);
  const found = kubelet.findLog(pod, container, isTrue(route.query, "previous"));
  switch (found.kind) {
    case "no-previous":
      throw badRequest(`previous terminated container "${container}" in pod "${name}" not found`);
    case "waiting":
      throw badRequest(`container "${container}" in pod "${name}" is waiting to start: ${found.reason}`);
    case "removed": {
      // The answer's head was sent before the file was looked for.
      const outlet = answer.open("text/plain");
      outlet.write(`unable to retrieve container logs for ${found.containerId}`);
      return outlet.end();
    }
    case "log":
      return kubelet.sendLog(found.log, options, answer.open("text/plain"));
  }
}

function containerOf({ metadata, spec }: Pod, asked: string | null): string {
  const names = [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name);
  if (asked !== null && asked !== "") {
    if (names.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${metadata.name}`);
  }
  const [only, ...others] = spec.containers;
  if (only !== undefined && others.length === 0) return only.name;
  throw badRequest(
    `a container name must be specified for pod ${metadata.name}, choose one of: [${names.join(" ")}]`,
  );
}

function unreachable({ namespace, name }: Route, container: string): Refusal {
  const address = "192.0.2.2:10250";
  const why = `Get "https://${address}/containerLogs/${namespace}/${name}/${container}": dial tcp ${address}: connect: connection refused`;
  return new Refusal(500, "", why);
}

function readOptions(query: URLSearchParams): LogOptions {
  const since = query.get("sinceTime");
  const sinceAt = since === null ? null : Date.parse(since);
  if (sinceAt !== null && Number.isNaN(sinceAt))
    throw badRequest(`parsing time "${since ?? ""}": cannot parse`);
  const stream = (["Stdout", "Stderr"] as const).find((one) => one === query.get("stream"));
  return {
    follow: isTrue(query, "follow"),
    timestamps: isTrue(query, "timestamps"),
    // On its way to the kubelet the time loses what is less than a second.
    sinceAt: sinceAt === null ? null : Math.floor(sinceAt / 1000) * 1000,
    tailLines: whole(query, "tailLines"),
    limitBytes: whole(query, "limitBytes"),
    stream: stream ?? "All",
  };
}

function whole(query: URLSearchParams, name: string): number | null {
  const value = query.get(name);
  if (value === null) return null;
  if (!/^\d+$/.test(value)) throw badRequest(`strconv.ParseInt: parsing "${value}": invalid syntax`);
  return Number(value);
}
