import type { CancelCause, Cause, Ending, Limit } from "../ending.ts";
import type { Errand, Errands } from "../errand.ts";
import type { LogFollowing } from "../log-following.ts";
import type { Patience } from "../patience.ts";
import type { Sealed } from "../sealed.ts";
import type { Seen } from "../seen.ts";
import type { Creating, Inspecting, Known, LifecycleState, Stop } from "../state.ts";
import {
  count,
  duration,
  fields,
  flag,
  instant,
  listOf,
  oneOf,
  orNull,
  someFields,
  text,
  variants,
  whole,
  type Shape,
} from "./shape.ts";
import { createAnswer, intent, jobFacts, logTestimony, podFacts } from "./stored-facts.ts";

/** How the state of a run looks where it is stored. The compiler holds it to the fields that a state really has. */

const at = orNull(instant);
const limits = ["schedule", "start", "first_output", "idle", "run"] as const satisfies readonly Limit[];
const limit: Shape<Limit> = oneOf(...limits);
const purpose = oneOf("cancel", "budget");

function seen<T>(facts: Shape<T>): Shape<Seen<T>> {
  return variants<"kind", Seen<T>>("kind", {
    unseen: fields({ kind: oneOf("unseen") }),
    none: fields({ kind: oneOf("none"), ask: count }),
    present: fields({ kind: oneOf("present"), uid: text, resourceVersion: text, facts }),
    absent: fields({ kind: oneOf("absent"), uid: text, last: facts }),
  });
}

const errand: Shape<Errand> = variants<"kind", Errand>("kind", {
  due: fields({ kind: oneOf("due"), at: instant, attempt: count }),
  asked: fields({ kind: oneOf("asked"), ask: count, byAt: instant, attempt: count }),
  answered: fields({ kind: oneOf("answered"), ask: count }),
  refused: fields({ kind: oneOf("refused"), ask: count }),
});

const errands: Shape<Errands> = someFields<Required<Errands>>({
  admit: errand,
  "create-job": errand,
  "look-up-job": errand,
  "look-up-pod": errand,
  "record-intent": errand,
  "stop-agent": errand,
  "read-log-rest": errand,
  "fetch-events": errand,
  "seal-forensics": errand,
  "delete-job": errand,
  "delete-pod": errand,
});

const cancel: Shape<CancelCause> = fields<CancelCause>({
  kind: oneOf("cancel"),
  intent: purpose,
  by: text,
  reason: text,
});

const cause: Shape<Cause> = variants<"kind", Cause>("kind", {
  cancel,
  limit: fields({ kind: oneOf("limit"), limit }),
  drain: fields({ kind: oneOf("drain") }),
});

const ending: Shape<Ending> = variants<"kind", Ending>("kind", {
  ended: fields({ kind: oneOf("ended"), confirmed: flag }),
  gone: fields({ kind: oneOf("gone") }),
  cancelled: fields({ kind: oneOf("cancelled"), intent: purpose, confirmed: flag }),
  limit: fields({ kind: oneOf("limit"), limit, confirmed: flag }),
  refused: fields({ kind: oneOf("refused"), answer: createAnswer }),
  detached: fields({ kind: oneOf("detached") }),
});

const following: Shape<LogFollowing> = variants<"kind", LogFollowing>("kind", {
  due: fields({ kind: oneOf("due"), at: instant, attempt: count }),
  connected: fields({ kind: oneOf("connected"), connection: count, byAt: at, attempt: count }),
  finished: fields({ kind: oneOf("finished") }),
});

const stop: Shape<Stop> = fields<Stop>({ cause, afterFinalWord: flag, askedAt: at });

const patience: Shape<Patience> = fields<Patience>({
  limit: oneOf("first_output", "idle"),
  leftMs: duration,
  openedAt: at,
  openings: count,
  probed: flag,
});

const digest: Shape<string> = (value, path) => (value === "" ? path : text(value, path));
/** Whoever made the seal has stored it with the state; without a digest it is none, see `sealedBy`. */
const sealed: Shape<Sealed> = fields<Sealed>({ digest, at: instant });

const known = {
  seed: whole,
  asks: count,
  connections: count,
  create: orNull(createAnswer),
  job: seen(jobFacts),
  pod: seen(podFacts),
  jobOverAsk: orNull(count),
  intents: listOf(intent),
  log: orNull(logTestimony),
  errands,
} as const satisfies { readonly [Name in keyof Known]: Shape<Known[Name]> };

const living = { quietAt: instant, overdue: orNull(oneOf(...limits, "drain")) } as const;
const waiting = { ...known, ...living, enteredAt: instant, deadlineAt: at } as const;

export const storedState: Shape<LifecycleState> = variants<"phase", LifecycleState>("phase", {
  admitting: fields({ ...known, phase: oneOf("admitting") }),
  creating: fields<Creating>({
    ...known,
    phase: oneOf("creating"),
    lost: count,
    cancelled: orNull(fields<NonNullable<Creating["cancelled"]>>({ cause: cancel, giveUpAt: instant })),
  }),
  scheduling: fields({ ...waiting, phase: oneOf("scheduling") }),
  starting: fields({ ...waiting, phase: oneOf("starting") }),
  running: fields({
    ...known,
    ...living,
    phase: oneOf("running"),
    deadlineAt: at,
    following,
    patience: orNull(patience),
    lingerAt: at,
  }),
  stopping: fields({
    ...known,
    phase: oneOf("stopping"),
    following,
    stop,
    step: oneOf("looking", "recording", "asking", "confirming"),
    byAt: instant,
  }),
  inspecting: fields<Inspecting>({
    ...known,
    phase: oneOf("inspecting"),
    following,
    stop: orNull(stop),
    drainAt: instant,
    drainAtLatest: instant,
    lullAt: instant,
    sealing: orNull(
      fields<NonNullable<Inspecting["sealing"]>>({ byAt: instant, jobRead: flag, podRead: flag }),
    ),
  }),
  cleaning: fields({
    ...known,
    phase: oneOf("cleaning"),
    stop: orNull(stop),
    ending,
    sealed,
    byAt: instant,
  }),
  settled: fields({
    ...known,
    phase: oneOf("settled"),
    at: instant,
    ending,
    cleanup: oneOf("deleted", "left", "nothing"),
  }),
});
