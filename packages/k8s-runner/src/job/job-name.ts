import { digest, type Sha256 } from "./sha256.ts";

/**
 * The name of a run's Job: `<prefix>-<slug>-<hash>-a<attempt>`. It depends on the run alone, so that every process that
 * wants to start this run finds the name taken by the first: the API server's 409 is the lock. An agent's name is not
 * in it, because that may be changed while a run lives, and then the lock would be another.
 *
 * With a `lock` the name is `<prefix>-<slug>-<hash>` of that, for all runs and attempts that share it.
 */
export interface RunName {
  readonly namePrefix: string;
  readonly runId: string;
  readonly attempt: number;
  readonly lock: string | null;
}

/** The longest prefix and slug: with 16 of the hash and four digits of attempt a name has at most 52 characters. */
export const PREFIX_LENGTH = 12;
const SLUG_LENGTH = 16;

/** A pod is called after its Job with a hyphen and five characters more, and cut at 63. */
export const NAME_LENGTH: number = 63 - 6;

export function jobName(run: RunName, sha256: Sha256): string {
  const { namePrefix, runId, attempt, lock } = run;
  const parts =
    lock === null
      ? [namePrefix, slug(runId, SLUG_LENGTH), runHash(runId, sha256), `a${attempt}`]
      : [namePrefix, slug(lock, SLUG_LENGTH), digest(sha256, `lock ${lock}`).slice(0, 16)];
  return parts.filter((part) => part !== "").join("-");
}

/** 64 bits of the run id: labels and names hold it, where the run id itself may be too long or of other letters. */
export function runHash(runId: string, sha256: Sha256): string {
  return digest(sha256, `run ${runId}`).slice(0, 16);
}

/** What of a text can stand in a name or label: lower-case ASCII letters, digits and single hyphens; may be empty. */
export function slug(text: string, length: number): string {
  return text
    .slice(0, 256)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, length + 1)
    .replace(/^-/, "")
    .slice(0, length)
    .replace(/-$/, "");
}
