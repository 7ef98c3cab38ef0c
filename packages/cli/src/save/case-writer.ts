import { createWriteStream, type WriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import type { Evidence } from "@runverdict/classifier";
import { read, type Attempt, type Unusable } from "../explain/attempt.ts";
import { fileTrouble } from "../explain/file-trouble.ts";
import { redactBytes } from "./redact-bytes.ts";
import { redactObject, secretsIn } from "./redact-object.ts";
import { redactText, secretText } from "./secret-text.ts";
import { testimonyFile } from "./testimony-file.ts";

/** Writes one case, as `explain` reads it. A disk that fails is a value that `close` gives. */
export interface CaseWriter {
  readonly folder: string;
  /** Takes the agent's output as it comes; resolves when more may be written. It never rejects. */
  readonly output: (chunk: Uint8Array) => Promise<void>;
  readonly close: (seen: SeenCase) => Promise<Attempt<string>>;
}

/** What was seen of the run at its end. Objects are as the API server gave them, null where there is none. */
export interface SeenCase {
  readonly evidence: Evidence;
  readonly pod: unknown;
  readonly job: unknown;
  readonly events: unknown;
}

export interface CaseSecrets {
  /** Values that must not be found in any file: variables of the agent, the prompt. */
  readonly values: readonly string[];
  /** Whether all is written as it is. */
  readonly kept: boolean;
}

/** Writes into a folder that was claimed for this case. */
export function caseWriter(folder: string, secrets: CaseSecrets): CaseWriter {
  const log = logFile(join(folder, "stdout.log"), secrets);
  return {
    folder,
    output: log.write,
    close: async (seen) => {
      const trouble = await log.end(seen.evidence.stream !== null);
      if (trouble !== null) return trouble;
      try {
        for (const [name, content] of Object.entries(filesOf(seen, secrets)))
          await writeFile(join(folder, name), content, { mode: 0o600 });
        return read(folder);
      } catch (error) {
        return fileTrouble(folder, error);
      }
    },
  };
}

/** The objects of the case as JSON, by file name. */
function filesOf(
  { evidence, pod, job, events }: SeenCase,
  { values, kept }: CaseSecrets,
): Record<string, string> {
  const text = secretText([...values, ...secretsIn([pod, job])]);
  const objects = {
    "pod.json": pod,
    "job.json": job,
    "events.json": events,
    "run.json": testimonyFile(evidence),
  };
  const present = Object.entries(objects).filter(([, object]) => object !== null && object !== undefined);
  const shown = present.map(([name, object]) => {
    const json = JSON.stringify(kept ? object : redactObject(object, text), null, 2);
    return [name, `${json}\n`] as const;
  });
  const stderr = stderrOf(evidence);
  return {
    ...Object.fromEntries(shown),
    ...(stderr === "" ? {} : { "stderr.log": kept ? stderr : redactText(stderr, text) }),
  };
}

function stderrOf({ run }: Evidence): string {
  return run.stderr.map((line) => `${line.text}\n`).join("");
}

interface LogFile {
  readonly write: (chunk: Uint8Array) => Promise<void>;
  /** Makes an empty file where something was captured and nothing came. */
  readonly end: (captured: boolean) => Promise<Unusable | null>;
}

function logFile(path: string, { values, kept }: CaseSecrets): LogFile {
  const redaction = kept
    ? { feed: (chunk: Uint8Array) => chunk, end: () => new Uint8Array() }
    : redactBytes(values);
  let file: WriteStream | null = null;
  let trouble: unknown = null;
  const open = (): WriteStream => {
    file ??= createWriteStream(path, { flags: "wx", mode: 0o600 }).on(
      "error",
      (error) => (trouble ??= error),
    );
    return file;
  };
  return {
    write: async (chunk) => {
      const safe = redaction.feed(chunk);
      if (trouble !== null || open().write(safe)) return;
      await Promise.race([once(open(), "drain"), once(open(), "close")]).catch(() => {});
    },
    end: async (captured) => {
      if (file === null && !captured) return null;
      // What went wrong is in `trouble` already.
      await finished(open().end(redaction.end())).catch(() => {});
      return trouble === null ? null : fileTrouble(path, trouble);
    },
  };
}
