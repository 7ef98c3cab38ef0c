import { backoff } from "./backoff.ts";
import type { LifecycleEvent } from "./event.ts";

/** What can be asked of the shell and be answered; and how long it has for the answer, in milliseconds. */
const patienceMs = {
  admit: 60_000,
  "create-job": 90_000,
  "look-up-job": 20_000,
  "look-up-pod": 20_000,
  "record-intent": 20_000,
  "stop-agent": 20_000,
  /** From one sign of progress to the next. */
  "read-log-rest": 60_000,
  "fetch-events": 20_000,
  "seal-forensics": 60_000,
  "delete-job": 20_000,
  "delete-pod": 20_000,
} as const;

export type ErrandName = keyof typeof patienceMs;

/**
 * How far it is with one of them. The shell bounds its own awaits more tightly; whatever is not answered by `byAt` was
 * lost on the way and is asked again.
 */
export type Errand =
  | { readonly kind: "due"; readonly at: number; readonly attempt: number }
  | { readonly kind: "asked"; readonly ask: number; readonly byAt: number; readonly attempt: number }
  | { readonly kind: "answered"; readonly ask: number }
  | { readonly kind: "refused"; readonly ask: number };

export type Errands = { readonly [Name in ErrandName]?: Errand };

/** To be asked at `at`; whatever was asked before is forgotten, and its answer with it. */
export function wanted(errands: Errands, name: ErrandName, at: number, attempt = 0): Errands {
  return { ...errands, [name]: { kind: "due", at, attempt } };
}

/** The same, unless it is under way already. */
export function wantedOnce(errands: Errands, name: ErrandName, at: number): Errands {
  return isOpen(errands[name]) ? errands : wanted(errands, name, at);
}

export function withAsked(errands: Errands, { name, attempt }: DueErrand, ask: number, at: number): Errands {
  return { ...errands, [name]: { kind: "asked", ask, byAt: at + patienceMs[name], attempt } };
}

/** What was wanted has come about, whoever did it: its answer may be lost for good. */
export function met(errands: Errands, name: ErrandName, ask: number): Errands {
  return { ...errands, [name]: { kind: "answered", ask } };
}

/** Neither answered nor refused yet. */
export function isOpen(errand: Errand | undefined): boolean {
  return errand?.kind === "due" || errand?.kind === "asked";
}

export function isDone(errand: Errand | undefined): boolean {
  return errand?.kind === "answered" || errand?.kind === "refused";
}

/** Which errand this event answers. */
export function answeredBy(errands: Errands, event: LifecycleEvent): ErrandName | null {
  if (!("ask" in event) || event.ask === null) return null;
  const isIt = ([, errand]: Entry): boolean => errand.kind === "asked" && errand.ask === event.ask;
  return entriesOf(errands).find(isIt)?.[0] ?? null;
}

/** The errands after an answer, whatever it says; progress is none yet. `dice` spreads the repetition of what failed. */
export function afterAnswer(errands: Errands, event: LifecycleEvent, dice: number): Errands {
  const name = answeredBy(errands, event);
  const errand = name === null ? undefined : errands[name];
  if (name === null || errand?.kind !== "asked") return errands;
  if (event.kind === "log-rest-progressed")
    return withAsked(errands, { name, attempt: errand.attempt }, errand.ask, event.at);
  if (event.kind !== "request-failed") return { ...errands, [name]: { kind: "answered", ask: errand.ask } };
  if (event.why === "refused") return { ...errands, [name]: { kind: "refused", ask: errand.ask } };
  return { ...errands, [name]: again(errand.attempt, event.at, dice) };
}

export function afterTimeouts(errands: Errands, at: number, dice: number): Errands {
  return changed(errands, (errand) =>
    errand.kind === "asked" && errand.byAt <= at ? again(errand.attempt, at, dice) : errand,
  );
}

/** After a crash nobody waits for the answers any more. */
export function afterRestart(errands: Errands, at: number): Errands {
  return changed(errands, (errand) =>
    errand.kind === "asked" ? { kind: "due", at, attempt: errand.attempt } : errand,
  );
}

export interface DueErrand {
  readonly name: ErrandName;
  readonly attempt: number;
}

export function dueNow(errands: Errands, at: number): readonly DueErrand[] {
  return entriesOf(errands).flatMap(([name, errand]) =>
    errand.kind === "due" && errand.at <= at ? [{ name, attempt: errand.attempt }] : [],
  );
}

/** When they want attention. */
export function errandInstants(errands: Errands): readonly (number | null)[] {
  return entriesOf(errands).map(([, errand]) =>
    errand.kind === "due" ? errand.at : errand.kind === "asked" ? errand.byAt : null,
  );
}

type Entry = readonly [ErrandName, Errand];

function entriesOf(errands: Errands): readonly Entry[] {
  return names.flatMap((name) => {
    const errand = errands[name];
    return errand === undefined ? [] : [[name, errand] as const];
  });
}

const isName = (name: string): name is ErrandName => name in patienceMs;
const names: readonly ErrandName[] = Object.keys(patienceMs).filter(isName);

function changed(errands: Errands, change: (errand: Errand) => Errand): Errands {
  const changes = entriesOf(errands)
    .map(([name, errand]) => ({ name, errand, next: change(errand) }))
    .filter(({ errand, next }) => next !== errand)
    .map(({ name, next }) => [name, next] as const);
  return changes.length === 0 ? errands : { ...errands, ...Object.fromEntries(changes) };
}

function again(attempt: number, at: number, dice: number): Errand {
  return { kind: "due", at: at + backoff(attempt, dice), attempt: attempt + 1 };
}
