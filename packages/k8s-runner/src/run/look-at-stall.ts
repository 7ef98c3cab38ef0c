import type { EventFact } from "@runverdict/classifier";
import { listEvents } from "../cluster/objects/events.ts";
import { uidOf } from "../lifecycle/seen.ts";
import type { RunContext } from "./run-context.ts";

/** A start that is quicker needs no explanation, and asks for nothing. */
const STALL_MS = 5000;
const AGAIN_MS = 15_000;

/**
 * Only Events tell of an image that is being pulled, a volume that can't be mounted, or a pod that a quota keeps from
 * being made. They are looked for while somebody looks at a run that is slow to start, and not too often.
 */
export function isStalled({ life, known, cluster }: RunContext): boolean {
  const { state } = life;
  if (state.phase !== "scheduling" && state.phase !== "starting") return false;
  const at = cluster.clock.now();
  const lookedAt = known.stall?.lookedAt ?? Number.NEGATIVE_INFINITY;
  return at - state.enteredAt >= STALL_MS && at - lookedAt >= AGAIN_MS;
}

export async function lookAtStall({ life, known, cluster, signal }: RunContext): Promise<void> {
  const { job, pod } = life.state;
  const uid = uidOf(pod) ?? uidOf(job);
  const newest = known.stall?.newest ?? null;
  known.stall = { lookedAt: cluster.clock.now(), newest };
  if (uid === null) return;
  const answer = await listEvents(cluster, uid, signal);
  if (answer.kind !== "answered") return;
  known.stall = { lookedAt: known.stall.lookedAt, newest: newestOf(answer.value.facts) ?? newest };
}

/**
 * Of those of one second, the later in the list. That a pod was scheduled is known without an Event, and would seem the
 * newest, for the scheduler stamps its own to the microsecond and the kubelet to the second.
 */
function newestOf(all: readonly EventFact[]): EventFact | null {
  const events = all.filter(({ reason }) => reason !== "Scheduled");
  return events.reduce<EventFact | null>(
    (newest, one) => (newest === null || (one.at ?? 0) >= (newest.at ?? 0) ? one : newest),
    null,
  );
}
