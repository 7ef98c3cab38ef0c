import type { RunSpec } from "@runverdict/k8s-runner";
import type { PodConfig } from "../config/adapter-config.ts";
import type { SelfPodLookup } from "../self-pod/self-pod.ts";

export type ImageAnswer =
  | { readonly kind: "image"; readonly image: string }
  | { readonly kind: "wrong" | "unavailable"; readonly message: string };

/** The configured image, else that of the host's own pod, which has Claude Code in it. */
export function imageOf(configured: string | null, self: SelfPodLookup): ImageAnswer {
  if (configured !== null) return { kind: "image", image: configured };
  if (self.kind === "found" && self.pod.image !== null) return { kind: "image", image: self.pod.image };
  const cure = "Set `image` to an image that has Claude Code in it.";
  if (self.kind === "unavailable")
    return {
      kind: "unavailable",
      message: `Which image Paperclip's own pod has could not be looked up: ${self.why} ${cure}`,
    };
  const why = self.kind === "outside" ? self.why : "Paperclip's own pod does not tell its image.";
  return { kind: "wrong", message: `There is no image to run the agent with: ${why} ${cure}` };
}

/** Secrets are of one namespace: those of the host's own pod are of use in that alone. */
export function pullSecretsOf(
  configured: readonly string[],
  self: SelfPodLookup,
  namespace: string,
): readonly string[] {
  const own = self.kind === "found" && self.pod.namespace === namespace ? self.pod.imagePullSecrets : [];
  return [...new Set([...configured, ...own])];
}

/** The user's patch, over the name resolution of the host's own pod. */
export function podPatchOf(podTemplate: PodConfig["podTemplate"], self: SelfPodLookup): unknown {
  const dns = self.kind === "found" ? self.pod.dns : null;
  if (dns === null) return podTemplate;
  const spec: unknown = podTemplate?.["spec"] ?? {};
  // What is no object is the runner's to speak against.
  return typeof spec === "object" ? { ...podTemplate, spec: { ...dns, ...spec } } : podTemplate;
}

export function resourcesOf({ requests, limits }: PodConfig): RunSpec["resources"] {
  return { requests: given(requests), limits: given(limits) };
}

function given(amounts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount !== ""));
}

type Toleration = RunSpec["tolerations"][number];

/** In the words of Kubernetes; a field of another type is left out, and the rest is the runner's to check. */
export function tolerationsOf(configured: PodConfig["tolerations"]): readonly Toleration[] {
  return configured.map((one) => {
    const { key, operator, value, effect, tolerationSeconds } = one;
    return {
      ...(typeof key === "string" && key !== "" ? { key } : {}),
      ...(operator === "Exists" || operator === "Equal" ? { operator } : {}),
      ...(typeof value === "string" ? { value } : {}),
      ...(effect === "NoSchedule" || effect === "PreferNoSchedule" || effect === "NoExecute"
        ? { effect }
        : {}),
      ...(typeof tolerationSeconds === "number" ? { tolerationSeconds } : {}),
    };
  });
}
