import { at, isObject, textAt } from "./json.ts";
import type { JsonObject } from "./json.ts";
import type { Cause } from "./status.ts";

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualifiedName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const annotationsLimit = 262_144;

const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

export function invalidValue(field: string, value: string, rule: string): Cause {
  return { reason: "FieldValueInvalid", message: `Invalid value: ${JSON.stringify(value)}: ${rule}`, field };
}

export function tooLong(field: string, limit: number, of: "bytes" | "characters"): Cause {
  return { reason: "FieldValueTooLong", message: `Too long: may not be more than ${limit} ${of}`, field };
}

export function required(field: string, more = ""): Cause {
  return { reason: "FieldValueRequired", message: `Required value${more === "" ? "" : `: ${more}`}`, field };
}

export function validateMetadata(object: JsonObject): readonly Cause[] {
  const name = textAt(object, "metadata", "name");
  return [
    ...(subdomain.test(name) ? [] : [invalidValue("metadata.name", name, SUBDOMAIN_RULE)]),
    ...(name.length > 253 ? [tooLong("metadata.name", 253, "characters")] : []),
    ...validateLabels(object, "metadata", "labels"),
    ...validateAnnotations(object),
  ];
}

export function validateLabels(object: JsonObject, ...path: readonly string[]): readonly Cause[] {
  const labels = at(object, ...path);
  const field = path.join(".");
  if (!isObject(labels)) return [];
  return Object.entries(labels).flatMap(([key, value]) => {
    const text = typeof value === "string" ? value : "";
    const part = key.split("/").at(-1) ?? "";
    return [
      ...(qualifiedName.test(part) && part.length <= 63
        ? []
        : [invalidValue(field, key, "name part must consist of alphanumeric characters, '-', '_' or '.'")]),
      ...(labelValue.test(text)
        ? []
        : [
            invalidValue(
              field,
              text,
              "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
            ),
          ]),
      ...(text.length > 63 ? [invalidValue(field, text, "must be no more than 63 bytes")] : []),
    ];
  });
}

function validateAnnotations(object: JsonObject): readonly Cause[] {
  const annotations = at(object, "metadata", "annotations");
  if (!isObject(annotations)) return [];
  const size = Object.entries(annotations)
    .map(([key, value]) => Buffer.byteLength(key) + Buffer.byteLength(typeof value === "string" ? value : ""))
    .reduce((sum, one) => sum + one, 0);
  return size > annotationsLimit ? [tooLong("metadata.annotations", annotationsLimit, "bytes")] : [];
}
