import type { z } from "zod";

/**
 * One field of the configuration: what the form shows, what the documentation says, and how its value is read. The form
 * sends texts, numbers and toggles; people who write JSON send lists and objects, and both are read.
 */
export interface Field<T> {
  readonly label: string;
  readonly type: "text" | "select" | "toggle" | "number" | "textarea";
  /** One or two sentences: what it does, in which unit, what happens without it. */
  readonly hint: string;
  /** From what was sent to what it means. It never sees an absent value. */
  readonly read: z.ZodType<T>;
  /** What an absent value means. */
  readonly absent: T;
  /** What a new form shows, and the host stores; null leaves it empty. A number always has one: the host would write 0. */
  readonly shown: string | number | boolean | null;
  readonly options?: readonly Option[];
  /** The host keeps it encrypted, and gives it in clear to the run alone. */
  readonly secret?: true;
  readonly visibleWhen?: { readonly key: string; readonly values: readonly (string | boolean)[] };
  /** What it is called elsewhere: by the host, the original or its forks. */
  readonly aliases?: readonly string[];
  /** The host has an input of its own for it. */
  readonly hidden?: true;
}

export interface Option {
  readonly value: string;
  readonly label: string;
}
