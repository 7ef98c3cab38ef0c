import type { Container, PodSpec, PodTemplate } from "../manifest.ts";
import { keyPath, problemAt, type Problem } from "../problem.ts";
import { isReservedKey } from "../reserved.ts";
import type { RunSpec } from "../run-spec.ts";
import { checkContainerPatch } from "./check-container-patch.ts";
import { checkVolumePatch } from "./check-volume-patch.ts";
import { mergeLists } from "./merge-lists.ts";
import {
  isPodTemplatePatch,
  type ContainerPatch,
  type PodPatch,
  type PodTemplatePatch,
} from "./pod-template-patch.ts";

export interface PatchedTemplate {
  readonly template: PodTemplate;
  readonly problems: readonly Problem[];
}

/**
 * The pod template with the user's patch in it, merged as Kubernetes merges: maps by key, containers, variables and
 * volumes by name, mounts by path, other lists replaced. What must stay as it is is refused by name here; whether the
 * rest makes a pod that is safe and possible is for the checks of the finished Job.
 */
export function patchPodTemplate(base: PodTemplate, spec: RunSpec): PatchedTemplate {
  const problems: Problem[] = [];
  const patch = spec.podTemplate;
  if (patch === null || !isPodTemplatePatch(patch, problems)) return { template: base, problems };
  problems.push(...checkPatch(patch, base, spec));
  const { labels, annotations } = patch.metadata ?? {};
  const metadata = {
    labels: { ...base.metadata.labels, ...labels },
    annotations: { ...base.metadata.annotations, ...annotations },
  };
  return { template: { metadata, spec: mergedPod(base.spec, patch.spec ?? {}) }, problems };
}

function* checkPatch(patch: PodTemplatePatch, base: PodTemplate, spec: RunSpec): Iterable<Problem> {
  for (const field of ["labels", "annotations"] as const)
    for (const [place, key] of Object.keys(patch.metadata?.[field] ?? {}).entries())
      if (isReservedKey(key))
        yield problemAt(
          keyPath(`podTemplate.metadata.${field}`, key, place),
          "The key is ours or Kubernetes'.",
          "Use a prefix of your own.",
        );
  for (const [place, volume] of (patch.spec?.volumes ?? []).entries())
    yield* checkVolumePatch(`podTemplate.spec.volumes[${place}]`, volume);
  for (const field of ["containers", "initContainers"] as const)
    for (const [place, container] of (patch.spec?.[field] ?? []).entries())
      yield* checkContainerPatch(`podTemplate.spec.${field}[${place}]`, container, base.spec[field], spec);
}

function mergedPod(base: PodSpec, patch: PodPatch): PodSpec {
  const { nodeSelector, imagePullSecrets, volumes, containers, initContainers, ...replaced } = patch;
  const name = (item: { readonly name: string }): string => item.name;
  return {
    ...base,
    ...replaced,
    ...(nodeSelector === undefined ? {} : { nodeSelector: { ...base.nodeSelector, ...nodeSelector } }),
    ...(imagePullSecrets === undefined
      ? {}
      : { imagePullSecrets: mergeLists(base.imagePullSecrets ?? [], imagePullSecrets, name) }),
    securityContext: { ...base.securityContext, ...patch.securityContext },
    volumes: mergeLists(base.volumes, volumes ?? [], name),
    containers: patchedContainers(base.containers, containers),
    initContainers: patchedContainers(base.initContainers, initContainers),
  };
}

function patchedContainers(base: readonly Container[], patches: readonly ContainerPatch[] = []): Container[] {
  return base.map((container) =>
    patches
      .filter(({ name }) => name === container.name)
      .reduce<Container>((merged, patch) => mergedContainer(merged, patch), container),
  );
}

function mergedContainer(base: Container, patch: ContainerPatch): Container {
  const { env = [], volumeMounts = [], resources = {}, ...replaced } = patch;
  return {
    ...base,
    ...replaced,
    env: mergeLists(base.env, env, ({ name }) => name),
    volumeMounts: mergeLists(base.volumeMounts, volumeMounts, ({ mountPath }) => mountPath),
    resources: {
      requests: { ...base.resources.requests, ...resources.requests },
      limits: { ...base.resources.limits, ...resources.limits },
    },
    securityContext: { ...base.securityContext, ...patch.securityContext },
  };
}
