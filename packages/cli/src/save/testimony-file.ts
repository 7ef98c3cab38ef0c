import type { Evidence, Intent, Lookup, ProcessExit } from "@runverdict/classifier";

/** What `run.json` of a case says so that the case is judged as this evidence is. Unknown things are left out. */
export function testimonyFile({ run, pod, job, now }: Evidence): object {
  return {
    schemaVersion: 1,
    now: instant(now),
    agentContainer: run.agentContainer ?? undefined,
    pod: whyMissing(pod),
    job: whyMissing(job),
    exit: exitOf(run.exit),
    create: run.create ?? undefined,
    intents: run.intents.length === 0 ? undefined : run.intents.map(intentOf),
    limits: run.limits.runMs === null ? undefined : { runMs: run.limits.runMs },
    log: run.log ?? undefined,
    schemaRequested: run.schemaRequested ? true : undefined,
  };
}

function whyMissing(lookup: Lookup<unknown>): string | undefined {
  return lookup.kind === "found" ? undefined : lookup.kind;
}

function exitOf(exit: ProcessExit | null): object | undefined {
  if (exit === null) return undefined;
  return exit.kind === "code" ? { code: exit.code } : { signal: exit.signal };
}

function intentOf({ kind, phase, at, by }: Intent): object {
  return { kind, phase: phase ?? undefined, at: instant(at), by: by ?? undefined };
}

function instant(at: number | null): string | undefined {
  return at === null || Number.isNaN(new Date(at).getTime()) ? undefined : new Date(at).toISOString();
}
