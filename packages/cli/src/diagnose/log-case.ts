import { read, type Attempt } from "../explain/attempt.ts";
import type { RunObjects } from "../run/runner.ts";
import { caseWriter, type CaseWriter } from "../save/case-writer.ts";
import { claimFolder } from "../save/claim-folder.ts";
import { secretsIn } from "../save/redact-object.ts";

/** A case whose log comes as fast as it is read, and only once it is known which secrets it must not tell. */
export interface LogCase {
  readonly found: (objects: Pick<RunObjects, "job" | "pod">) => void;
  readonly output: (bytes: Uint8Array) => void;
  /** When all that came is written. */
  readonly writer: () => Promise<CaseWriter>;
}

export async function openLogCase(folder: string, kept: boolean): Promise<Attempt<LogCase>> {
  const claimed = await claimFolder(folder);
  if (claimed.kind === "unusable") return claimed;
  let writer = caseWriter(folder, { values: [], kept });
  let written = Promise.resolve();
  return read({
    found: ({ job, pod }) => {
      writer = caseWriter(folder, { values: secretsIn([pod, job]), kept });
    },
    output: (bytes) => {
      // One piece after the other; what waits is bounded by the log, which the node rotates.
      written = written.then(() => writer.output(bytes));
    },
    writer: async () => {
      await written;
      return writer;
    },
  });
}
