import { lastKnown, noEvidence, type Evidence, type ProcessExit } from "@runverdict/classifier";
import type { StreamEvent } from "@runverdict/stream-parser";
import { read, type Attempt } from "./attempt.ts";
import { bytesOfFile, unzipped } from "./bytes.ts";
import type { EventLine } from "./event-line.ts";
import { fileTrouble } from "./file-trouble.ts";
import { mistakenObject, readEventsFile, readJobFile, readPodFile } from "./read-object.ts";
import type { CaseFiles, Single } from "./subject.ts";
import { noTestimony, readTestimony, type Testimony } from "./testimony.ts";
import { plainLines, readTranscript, type TranscriptFacts } from "./transcript.ts";

/** One run as it was read: what may be judged, and what a person wants to see beside the verdict. */
export interface Case {
  readonly evidence: Evidence;
  readonly last: readonly EventLine[];
}

export interface CaseOptions {
  /** How the process ended, as the command line says; it goes before what `run.json` says. */
  readonly exit: ProcessExit | null;
  readonly stdin: () => AsyncIterable<Uint8Array>;
  readonly onEvent?: (event: StreamEvent) => void;
}

export function readCase(subject: Single, options: CaseOptions): Promise<Attempt<Case>> {
  if (subject.kind === "nothing") return Promise.resolve(subject.trouble);
  return subject.kind === "case" ? readFolder(subject.files, options) : readBare(subject.path, options);
}

async function readBare(path: string | null, options: CaseOptions): Promise<Attempt<Case>> {
  const facts = await transcriptAt(
    path ?? "-",
    path === null ? unzipped(options.stdin()) : bytesOfFile(path),
    options,
  );
  if (facts.kind === "unusable") return facts;
  const { stream, last } = facts.value;
  const mistaken =
    stream.counts.events > 0 ? null : await mistakenObject(path, stream.text.head[0]?.text ?? "");
  if (mistaken !== null) return mistaken;
  return read({ evidence: { ...noEvidence, stream, run: { ...noEvidence.run, exit: options.exit } }, last });
}

async function readFolder(files: CaseFiles, options: CaseOptions): Promise<Attempt<Case>> {
  const said = files["run.json"] === null ? read(noTestimony) : await readTestimony(files["run.json"]);
  if (said.kind === "unusable") return said;
  const job = await readJobFile(files, said.value.job);
  if (job.kind === "unusable") return job;
  const pod = await readPodFile(files, said.value.pod, said.value.agentContainer, lastKnown(job.value));
  if (pod.kind === "unusable") return pod;
  const events = await readEventsFile(files);
  if (events.kind === "unusable") return events;
  const stderr = await transcriptIn(files["stderr.log"], {});
  if (stderr.kind === "unusable") return stderr;
  const stdout = await transcriptIn(files["stdout.log"], options);
  if (stdout.kind === "unusable") return stdout;
  const evidence: Evidence = {
    stream: stdout.value?.stream ?? null,
    pod: pod.value,
    job: job.value,
    events: events.value,
    run: {
      ...runOf(said.value, options.exit),
      stderr: stderr.value === null ? [] : plainLines(stderr.value.stream),
    },
    now: said.value.now,
  };
  return read({ evidence, last: stdout.value?.last ?? [] });
}

function runOf(said: Testimony, exit: ProcessExit | null): Omit<Evidence["run"], "stderr"> {
  const { agentContainer, create, intents, log, schemaRequested } = said;
  return {
    agentContainer,
    exit: exit ?? said.exit,
    create,
    intents,
    limits: { runMs: said.runMs },
    log,
    schemaRequested,
  };
}

async function transcriptIn(
  path: string | null,
  watcher: Pick<CaseOptions, "onEvent">,
): Promise<Attempt<TranscriptFacts | null>> {
  return path === null ? read(null) : await transcriptAt(path, bytesOfFile(path), watcher);
}

async function transcriptAt(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  { onEvent }: Pick<CaseOptions, "onEvent">,
): Promise<Attempt<TranscriptFacts>> {
  try {
    return read(await readTranscript(bytes, onEvent));
  } catch (error) {
    return fileTrouble(path, error);
  }
}
