import type { Job } from "../manifest.ts";
import type { Problem } from "../problem.ts";
import type { RunSpec } from "../run-spec.ts";
import { checkContainers } from "./check-containers.ts";
import { checkEnv } from "./check-env.ts";
import { checkMetadata } from "./check-metadata.ts";
import { checkMounts } from "./check-mounts.ts";
import { checkPlacement } from "./check-placement.ts";
import { checkResources } from "./check-resources.ts";
import { checkSecrets } from "./check-secrets.ts";
import { checkSecurity } from "./check-security.ts";
import { checkSizes } from "./check-sizes.ts";
import { checkVolumes } from "./check-volumes.ts";

/** The finished Job, after every patch, as the API server and the kubelet will look at it. */
export function* checkJob(job: Job, spec: RunSpec): Iterable<Problem> {
  yield* checkMetadata(job);
  yield* checkContainers(job);
  yield* checkEnv(job);
  yield* checkVolumes(job);
  yield* checkMounts(job);
  yield* checkResources(job);
  yield* checkPlacement(job);
  yield* checkSecurity(job, spec.podSecurity);
  yield* checkSecrets(job);
  yield* checkSizes(job, spec);
}
