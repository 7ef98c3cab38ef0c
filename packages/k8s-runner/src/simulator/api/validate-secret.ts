import { at, isObject } from "./json.ts";
import type { JsonObject } from "./json.ts";
import type { Cause } from "./status.ts";
import { invalidValue, tooLong } from "./validate-metadata.ts";

/** One MiB of keys and values together, for Secrets and ConfigMaps. */
const DATA_LIMIT = 1_048_576;

export function validateSecret(object: JsonObject): readonly Cause[] {
  const data = at(object, "data");
  if (!isObject(data)) return [];
  const isSecret = object["kind"] === "Secret";
  const size = Object.values(data)
    .map((value) => Buffer.byteLength(typeof value === "string" ? value : "", isSecret ? "base64" : "utf8"))
    .reduce((sum, one) => sum + one, 0);
  return [
    ...(size > DATA_LIMIT ? [tooLong("data", DATA_LIMIT, "bytes")] : []),
    ...Object.keys(data).flatMap((key) =>
      /^[-._a-zA-Z0-9]{1,253}$/.test(key)
        ? []
        : [
            invalidValue(
              `data[${key}]`,
              key,
              "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
            ),
          ],
    ),
  ];
}

export function validateSecretUpdate(old: JsonObject, next: JsonObject): readonly Cause[] {
  if (old["immutable"] !== true) return [];
  const isSame = JSON.stringify(old["data"]) === JSON.stringify(next["data"]) && next["immutable"] === true;
  if (isSame) return [];
  return [
    {
      reason: "FieldValueForbidden",
      message: "Forbidden: field is immutable when `immutable` is set",
      field: "data",
    },
  ];
}
