import type {
  Affinity,
  LabelSelector,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
  Requirement,
  Toleration,
  TopologySpreadConstraint,
} from "../manifest-scheduling.ts";
import { fieldsOf, keyedBy, listOf, oneOf, text, textMap, whole, type Shape } from "./shape.ts";

export const toleration: Shape = fieldsOf<Toleration>({
  key: text,
  operator: oneOf("Exists", "Equal"),
  value: text,
  effect: oneOf("NoSchedule", "PreferNoSchedule", "NoExecute"),
  tolerationSeconds: whole,
});

const requirement = keyedBy(
  "operator",
  keyedBy(
    "key",
    fieldsOf<Requirement>({
      key: text,
      operator: oneOf("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"),
      values: listOf(text),
    }),
  ),
);

const labelSelector = fieldsOf<LabelSelector>({
  matchLabels: textMap,
  matchExpressions: listOf(requirement),
});

const nodeTerm = fieldsOf<NodeSelectorTerm>({
  matchExpressions: listOf(requirement),
  matchFields: listOf(requirement),
});

const podTerm = keyedBy(
  "topologyKey",
  fieldsOf<PodAffinityTerm>({ topologyKey: text, labelSelector, namespaces: listOf(text) }),
);

function weighted(field: string, shape: Shape): Shape {
  return keyedBy("weight", keyedBy(field, fieldsOf({ weight: whole, [field]: shape })));
}

const podAffinity = fieldsOf<PodAffinity>({
  requiredDuringSchedulingIgnoredDuringExecution: listOf(podTerm),
  preferredDuringSchedulingIgnoredDuringExecution: listOf(weighted("podAffinityTerm", podTerm)),
});

const nodeAffinity = fieldsOf<NonNullable<Affinity["nodeAffinity"]>>({
  requiredDuringSchedulingIgnoredDuringExecution: keyedBy(
    "nodeSelectorTerms",
    fieldsOf({ nodeSelectorTerms: listOf(nodeTerm) }),
  ),
  preferredDuringSchedulingIgnoredDuringExecution: listOf(weighted("preference", nodeTerm)),
});

export const affinity: Shape = fieldsOf<Affinity>({
  nodeAffinity,
  podAffinity,
  podAntiAffinity: podAffinity,
});

export const topologySpreadConstraint: Shape = keyedBy(
  "maxSkew",
  keyedBy(
    "topologyKey",
    keyedBy(
      "whenUnsatisfiable",
      fieldsOf<TopologySpreadConstraint>({
        maxSkew: whole,
        topologyKey: text,
        whenUnsatisfiable: oneOf("DoNotSchedule", "ScheduleAnyway"),
        labelSelector,
      }),
    ),
  ),
);
