import type { EventsSeen } from "../cluster/objects/events.ts";
import type { JobIdentity } from "../job/job-identity.ts";
import type { RunFacts } from "../lifecycle/effect.ts";
import {
  anything,
  count,
  fields,
  instant,
  listOf,
  oneOf,
  orNull,
  text,
  type Shape,
} from "../lifecycle/stored/shape.ts";
import {
  createAnswer,
  eventFact,
  intent,
  jobFacts,
  logTestimony,
  lookup,
  podFacts,
} from "../lifecycle/stored/stored-facts.ts";
import { frameProgress, logCursor } from "../lifecycle/stored/stored-log.ts";
import type { Forensics } from "./forensics.ts";
import type { LogPlace } from "./log-place.ts";

/** How what is kept of a run looks where it is stored. */

export const identity: Shape<JobIdentity> = fields<JobIdentity>({
  runId: text,
  attempt: count,
  agent: text,
  session: orNull(text),
  specHash: text,
  secretName: orNull(text),
});

export const logPlace: Shape<LogPlace> = fields<LogPlace>({
  cursor: logCursor,
  frames: orNull(frameProgress),
});

const facts: Shape<RunFacts> = fields<RunFacts>({
  job: lookup(jobFacts),
  pod: lookup(podFacts),
  create: orNull(createAnswer),
  intents: listOf(intent),
  log: orNull(logTestimony),
});

export const eventsSeen: Shape<EventsSeen> = fields<EventsSeen>({
  facts: listOf(eventFact),
  object: anything,
});

export const forensics: Shape<Forensics> = fields<Forensics>({
  version: oneOf(1),
  sealedAt: instant,
  namespace: text,
  jobName: text,
  identity,
  facts,
  events: orNull(listOf(eventFact)),
  eventList: anything,
  jobs: listOf(anything),
  pods: listOf(anything),
  terminationMessage: orNull(text),
  log: orNull(logPlace),
});
