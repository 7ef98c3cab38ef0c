import type { Lookup } from "@runverdict/classifier";
import { lastKnown } from "@runverdict/classifier";
import { textAt } from "../explain/field.ts";
import type { SeenCase } from "../save/case-writer.ts";
import type { RunOutcome } from "./runner.ts";
import { versionOf } from "./version-of.ts";

/** The API objects of a run as they were last seen, for a case. */
export function objectsOf({ forensics, evidence }: RunOutcome): Omit<SeenCase, "evidence"> {
  return {
    pod: newest(forensics?.pods ?? [], uidOf(evidence.pod)),
    job: newest(forensics?.jobs ?? [], uidOf(evidence.job)),
    events: forensics?.eventList ?? null,
  };
}

function uidOf(lookup: Lookup<{ readonly uid: string | null }>): string | null {
  return lastKnown(lookup)?.uid ?? null;
}

/** Versions are whole numbers that grow; states that were read may come later than newer ones that were watched. */
function newest(states: readonly unknown[], uid: string | null): unknown {
  const own = states.filter((state) => textAt(state, "metadata", "uid") === uid);
  return own.toSorted((one, other) => versionOf(one) - versionOf(other)).at(-1) ?? null;
}
