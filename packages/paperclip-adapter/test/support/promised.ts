import { readFileSync } from "node:fs";
import type { ExecutionResult } from "../../src/host/execution-result.ts";

/** What the original called an ending, and what is made of it here. */
export interface Promised {
  readonly ending: string;
  readonly result: () => ExecutionResult;
  /** The original's code; null where it had none, or called it a success. */
  readonly promised: string | null;
  readonly message?: RegExp;
  /** What it is here instead (undefined is a success), and the words of the migration page that argue it. */
  readonly instead?: { readonly errorCode: string | undefined; readonly argued: string };
}

export const migrationPage = readFileSync(new URL("../../../../docs/migration.md", import.meta.url), "utf8");

/**
 * What somebody who matches on the original's words would miss here, and find nothing about on the migration page: a
 * line each.
 */
export function brokenPromises({ result, promised, message, instead }: Promised): readonly string[] {
  const { errorCode, errorMessage } = result();
  const here = errorCode ?? null;
  const wanted = instead === undefined ? promised : (instead.errorCode ?? null);
  const argued = instead?.argued ?? "";
  return [
    ...(here === wanted ? [] : [`The code is ${here}, and not ${wanted}.`]),
    ...(instead !== undefined && wanted === promised ? ["Nothing is other than it was promised."] : []),
    ...(migrationPage.includes(argued) ? [] : [`docs/migration.md does not say: ${argued}`]),
    ...(message === undefined || message.test(errorMessage ?? "") ? [] : [`The message is: ${errorMessage}`]),
  ];
}
