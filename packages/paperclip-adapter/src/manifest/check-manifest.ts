import { buildJob, type RunSpec } from "@runverdict/k8s-runner";
import { digest } from "./digest.ts";

/** What the runner would refuse, as one message for whoever filled in the form; null where it takes the run. */
export function checkManifest(spec: RunSpec, delivery: "shared-volume" | "secret"): string | null {
  const built = buildJob(spec, { sha256: digest, nonce: "00000000" });
  if (built.kind === "built") return null;
  const all = built.problems.map(({ path, problem, cure }) => `${path}: ${problem} ${cure}`);
  const [most, left] = [all.slice(0, 10), Math.max(0, all.length - 10)];
  const more = left === 0 ? [] : [`and ${left} more`];
  const hint =
    delivery === "secret" && built.problems.some(({ path }) => path === "prompt")
      ? [" Instructions and skills need no room in the Secret with `delivery` set to `shared-volume`."]
      : [];
  return `The run can't be made into a Job. ${[...most, ...more].join("; ")}${hint.join("")}`;
}
