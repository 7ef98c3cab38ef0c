import { readFileSync } from "node:fs";
import { expect } from "vitest";
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

/** Whoever matches on the original's codes meets them here too, or finds on the page why not. */
export function isKeptOrArgued({ result, promised, message, instead }: Promised): void {
  const { errorCode, errorMessage } = result();
  if (instead === undefined) expect(errorCode ?? null).toBe(promised);
  else {
    expect(errorCode).toBe(instead.errorCode);
    expect(errorCode).not.toBe(promised);
    expect(migrationPage.includes(instead.argued), `docs/migration.md argues: ${instead.argued}`).toBe(true);
  }
  if (message !== undefined) expect(errorMessage).toMatch(message);
}
