import { at, isObject, listAt, textAt } from "./json.ts";
import type { Json } from "./json.ts";
import type { Cause } from "./status.ts";
import { invalidValue, required } from "./validate-metadata.ts";

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const quantity = /^[0-9]+(\.[0-9]+)?(m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei|e[0-9]+)?$/;

const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

const QUANTITY_RULE =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

export function validatePodSpec(spec: Json | undefined, field: string): readonly Cause[] {
  const containers = listAt(spec, "containers");
  const initContainers = listAt(spec, "initContainers");
  const volumes = listAt(spec, "volumes");
  const volumeNames = new Set(volumes.map((volume) => textAt(volume, "name")));
  const seen = new Set<string>();
  const each = (list: readonly Json[], name: string): readonly Cause[] =>
    list.flatMap((container, index) =>
      validateContainer(container, `${field}.${name}[${index}]`, volumeNames, seen),
    );
  return [
    ...volumes.flatMap((volume, index) =>
      nameCauses(textAt(volume, "name"), `${field}.volumes[${index}].name`),
    ),
    ...(containers.length === 0 ? [required(`${field}.containers`)] : []),
    ...each(initContainers, "initContainers"),
    ...each(containers, "containers"),
    ...deadline(spec, field),
  ];
}

function deadline(spec: Json | undefined, field: string): readonly Cause[] {
  const value = at(spec, "activeDeadlineSeconds");
  if (value === undefined || (typeof value === "number" && value >= 1 && value <= 2_147_483_647)) return [];
  const message = `Invalid value: ${JSON.stringify(value)}: must be between 1 and 2147483647, inclusive`;
  return [{ reason: "FieldValueInvalid", message, field: `${field}.activeDeadlineSeconds` }];
}

function nameCauses(name: string, field: string): readonly Cause[] {
  if (name === "") return [required(field)];
  return label.test(name) && name.length <= 63 ? [] : [invalidValue(field, name, LABEL_RULE)];
}

function validateContainer(
  container: Json,
  field: string,
  volumes: ReadonlySet<string>,
  seen: Set<string>,
): readonly Cause[] {
  const name = textAt(container, "name");
  const isAgain = seen.has(name);
  seen.add(name);
  return [
    ...nameCauses(name, `${field}.name`),
    ...(isAgain
      ? [{ reason: "FieldValueDuplicate", message: `Duplicate value: "${name}"`, field: `${field}.name` }]
      : []),
    ...(textAt(container, "image") === "" ? [required(`${field}.image`)] : []),
    ...listAt(container, "env").flatMap((one, index) =>
      textAt(one, "name") === "" ? [required(`${field}.env[${index}].name`)] : [],
    ),
    ...listAt(container, "volumeMounts").flatMap((mount, index) => {
      const volume = textAt(mount, "name");
      if (volumes.has(volume)) return [];
      return [
        {
          reason: "FieldValueNotFound",
          message: `Not found: "${volume}"`,
          field: `${field}.volumeMounts[${index}].name`,
        },
      ];
    }),
    ...quantities(at(container, "resources", "limits"), `${field}.resources.limits`),
    ...quantities(at(container, "resources", "requests"), `${field}.resources.requests`),
  ];
}

function quantities(list: Json | undefined, field: string): readonly Cause[] {
  if (!isObject(list)) return [];
  return Object.entries(list).flatMap(([name, value]) => {
    const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
    return quantity.test(text) ? [] : [invalidValue(`${field}[${name}]`, text, QUANTITY_RULE)];
  });
}
