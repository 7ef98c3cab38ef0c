import type { Cluster } from "../../src/cluster/cluster.ts";
import { apiPath } from "../../src/cluster/request/api-request.ts";
import { JOBS } from "../../src/cluster/objects/jobs.ts";
import { member } from "../../src/member.ts";
import { forever } from "../cluster/support/with-cluster.ts";

/** What a story may need of a cluster; the sentence says why it is left out where the cluster lacks it. */
export const lacking = {
  suspend: "the server drops `suspend` without a word, as those before 1.21 do",
  "no suspend": "the server knows `suspend`, as those from 1.21 on do",
  "native sidecars": "the server drops the `restartPolicy` of an init container, as those before 1.28 do",
  ttl: "the server drops `ttlSecondsAfterFinished`, as 1.20 does without its feature gate",
  rotation: "its kubelet does not tell when it rotates logs, or only beyond 16 MiB",
  "memory group": "its containers are processes of this machine, and have no control group of their own",
  restart: "RUNVERDICT_TEST_RESTART does not say how to restart its API server",
} as const;

export type Ability = keyof typeof lacking;

/** What the server makes of a Job that uses all of it: it answers, and creates nothing. */
export async function abilitiesOf(cluster: Cluster, image: string): Promise<ReadonlySet<Ability>> {
  const container = { name: "one", image, command: ["true"] };
  const body = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "runverdict-abilities" },
    spec: {
      suspend: true,
      ttlSecondsAfterFinished: 1,
      template: {
        spec: {
          restartPolicy: "Never",
          containers: [container],
          initContainers: [{ ...container, name: "two", restartPolicy: "Always" }],
        },
      },
    },
  };
  const path = apiPath(JOBS, cluster.namespace);
  const answer = await cluster.request({ method: "POST", path, query: { dryRun: "All" }, body }, forever);
  if (answer.kind !== "answered") throw new Error(`The cluster refuses a Job: ${JSON.stringify(answer)}`);
  const spec = member(answer.value, "spec");
  const inits = member(member(member(spec, "template"), "spec"), "initContainers");
  const init: unknown = Array.isArray(inits) ? inits[0] : undefined;
  return new Set<Ability>([
    member(spec, "suspend") === true ? "suspend" : "no suspend",
    ...(member(spec, "ttlSecondsAfterFinished") === 1 ? (["ttl"] as const) : []),
    ...(member(init, "restartPolicy") === "Always" ? (["native sidecars"] as const) : []),
  ]);
}
