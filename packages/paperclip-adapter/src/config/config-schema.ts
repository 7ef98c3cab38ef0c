import type { Field } from "./field.ts";
import { FIELDS } from "./fields.ts";

/** A field as Paperclip's form takes it. */
export interface ConfigFieldSchema {
  key: string;
  label: string;
  type: Field<unknown>["type"];
  options?: { label: string; value: string }[];
  default?: string | number | boolean;
  hint?: string;
  meta?: Record<string, unknown>;
}

/** The form that the host shows. Fields that the host has inputs of its own for are not in it. */
export function configSchema(): { fields: ConfigFieldSchema[] } {
  const fields: [string, Field<unknown>][] = Object.entries(FIELDS);
  return { fields: fields.filter(([, { hidden }]) => hidden !== true).map(fieldSchema) };
}

function fieldSchema([key, field]: [string, Field<unknown>]): ConfigFieldSchema {
  const { label, type, hint, shown, options, visibleWhen, secret } = field;
  const meta = {
    ...(secret === true ? { secret } : {}),
    ...(visibleWhen === undefined
      ? {}
      : { visibleWhen: { key: visibleWhen.key, values: [...visibleWhen.values] } }),
  };
  return {
    key,
    label,
    type,
    hint,
    ...(options === undefined ? {} : { options: options.map((option) => ({ ...option })) }),
    ...(shown === null ? {} : { default: shown }),
    ...(Object.keys(meta).length === 0 ? {} : { meta }),
  };
}
