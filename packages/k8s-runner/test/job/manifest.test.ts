import type { V1Job, V1Secret } from "@kubernetes/client-node";
import { expectTypeOf, test } from "vitest";
import type { Container, Job, PodSpec, Secret, Volume } from "../../src/job/manifest.ts";

test("what we build is what the Kubernetes client takes", () => {
  expectTypeOf<Job>().toExtend<V1Job>();
  expectTypeOf<Secret>().toExtend<V1Secret>();
});

test("what must never be is not a Job of ours", () => {
  expectTypeOf<false>().not.toExtend<Job["spec"]["suspend"]>();
  expectTypeOf<PodSpec["restartPolicy"]>().toEqualTypeOf<"Never">();
  expectTypeOf<PodSpec["automountServiceAccountToken"]>().toEqualTypeOf<false>();
  expectTypeOf<PodSpec>().not.toHaveProperty("hostNetwork");
  expectTypeOf<Container["securityContext"]>().not.toHaveProperty("privileged");
  expectTypeOf<Volume>().not.toHaveProperty("hostPath");
  expectTypeOf<Secret["immutable"]>().toEqualTypeOf<true>();
});
