import { ADMISSION, type AdmissionReason } from "../admission.ts";
import { cite } from "../cite.ts";
import type { CreationCode } from "../codes/creation.ts";
import type { CreateAnswer } from "../evidence.ts";
import { plainMessage } from "../quote.ts";
import type { Reading } from "../reading/reading.ts";
import { abstain, find, type Rule } from "../rule.ts";
import type { Claim } from "../verdict.ts";

/** Runs whose Job was never created: what our own admission, or the API server, answered. */

/** Reasons that the runner's admission gives itself; they are said, not inferred. */
export const admissionRules: readonly Rule[] = [
  admissionRule(ADMISSION.concurrentRun, "another run of the agent is alive"),
  admissionRule(ADMISSION.unknownTask, "a Job of an unknown task was found"),
  admissionRule(ADMISSION.otherSession, "a Job of another session was found"),
  admissionRule(ADMISSION.unreachable, "the look-up of other runs failed"),
  admissionRule(ADMISSION.nameTaken, "the Job's name is taken"),
  admissionRule(ADMISSION.agentId, "the agent id can't name a Job"),
  admissionRule(ADMISSION.secretNotCreated, "the Secret was not created"),
];

function admissionRule(code: AdmissionReason, what: string): Rule {
  return creationRule(code, `Said by the runner's admission: ${what}.`, (answer) => {
    if (answer.outcome !== "created" && answer.outcome !== "adopted" && answer.reason === code) return what;
    return code === ADMISSION.nameTaken && isConflict(answer) ? what : null;
  });
}

function isConflict({ outcome, http }: CreateAnswer): boolean {
  return outcome === "conflict" || (outcome === "rejected" && http === 409);
}

export const unauthenticated: Rule = creationRule(
  "unauthenticated",
  "HTTP 401 Unauthorized with a rotated token; recorded on a real API server.",
  ({ outcome, http }) =>
    outcome === "rejected" && http === 401 ? "the API server did not accept the runner's credentials" : null,
);

const webhookDown = /\bfailed calling webhook\b/;
const neverSent =
  /\b(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|connection refused|no such host)\b/i;

export const apiUnavailable: Rule = creationRule(
  "api_unavailable",
  "HTTP 429, 5xx and cut connections while the API server restarts; webhooks without endpoints (failed calling webhook).",
  (answer, reading) => {
    if (answer.outcome !== "rejected" && answer.outcome !== "unknown") return null;
    const message = answer.message ?? "";
    if (answer.http === 429) return "the API server turned us away for load";
    if (webhookDown.test(message)) return "a webhook that has to be asked could not be called";
    if (answer.http === null && neverSent.test(message)) return "the API server could not be reached";
    if (!isAnswerLost(answer)) return null;
    return reading.jobGone ? "the API server failed, and the Job does not exist" : null;
  },
);

/** A webhook is asked before anything is stored, and a request that was never sent stored nothing either. */
export function isNeverStored({ http, message }: CreateAnswer): boolean {
  return webhookDown.test(message ?? "") || (http === null && neverSent.test(message ?? ""));
}

/** A 5xx or a cut may have come after the Job was stored: only an authoritative absence proves that it was not. */
export function isAnswerLost({ outcome, http }: CreateAnswer): boolean {
  return outcome === "unknown" || (outcome === "rejected" && (http === null || http >= 500));
}

const namespaceText =
  /\bnamespaces? "[^"\n]{1,253}" not found|\bbecause it is being terminated\b|\bnamespace [^\n]{1,253} (?:is being|was) (?:terminated|deleted)\b/;
const quotaText = /\bexceeded quota\b/;
const admissionText =
  /\bviolates PodSecurity\b|\badmission webhook "[^"\n]{1,253}" denied the request\b|\bdenied by (?:policy|ValidatingAdmissionPolicy)\b|\bValidatingAdmissionPolicy '[^'\n]{1,253}'[^\n]{0,300} denied request\b|\bno PriorityClass with name [^\s]{1,253} was found\b|\bpod rejected: RuntimeClass "[^"\n]{1,253}" not found\b|\berror looking up service account [^\s]{1,320}: serviceaccount "[^"\n]{1,253}" not found\b/;

export const namespaceGone: Rule = creationRule(
  "namespace_gone",
  "HTTP 404 for the namespace; HTTP 403 because it is being terminated.",
  ({ outcome, http, message }) =>
    outcome === "rejected" && (http === 404 || namespaceText.test(message ?? ""))
      ? "the namespace does not exist or is going away"
      : null,
);

export const quotaExceeded: Rule = creationRule(
  "quota_exceeded",
  "HTTP 403 exceeded quota on create; or FailedCreate Events of a Job without a pod, recorded on a real cluster.",
  ({ outcome, message }) =>
    outcome === "rejected" && quotaText.test(message ?? "") ? "a quota does not allow it" : null,
  quotaText,
);

export const admissionDenied: Rule = creationRule(
  "admission_denied",
  "violates PodSecurity, or admission webhook … denied the request, on create or as FailedCreate Event.",
  ({ outcome, message }) =>
    outcome === "rejected" && admissionText.test(message ?? "") ? "a policy denied it" : null,
  admissionText,
);

export const jobRejected: Rule = creationRule(
  "job_rejected",
  "HTTP 422 Invalid with the field's name, recorded on a real API server; 400 and 413 for malformed and too large Jobs.",
  ({ outcome, http }) =>
    outcome === "rejected" && (http === 400 || http === 413 || http === 422)
      ? "the API server found the Job invalid"
      : null,
);

export const forbidden: Rule = creationRule(
  "forbidden",
  "HTTP 403: cannot create resource jobs; recorded on a real API server.",
  ({ outcome, http }) =>
    outcome === "rejected" && http === 403 ? "the runner may not create Jobs here" : null,
);

/** A rule over the answer to the create; with `events`, also over FailedCreate Events of a Job that got no pod. */
function creationRule(
  code: CreationCode,
  seen: string,
  match: (answer: CreateAnswer, reading: Reading) => string | null,
  events: RegExp | null = null,
): Rule {
  return {
    id: code.replaceAll("_", "-"),
    code,
    names: "cause",
    seen,
    decidedBy: "the API server's answer to the create",
    judge(reading) {
      const { create } = reading.evidence.run;
      const what = create === null || wasMade(reading) ? null : match(create, reading);
      if (what !== null) {
        return find({
          confidence: "confirmed",
          summary: refused(what, create),
          claims: answerClaims(reading),
        });
      }
      const denied = events === null ? null : failedCreate(reading, events);
      if (denied !== null)
        return find({ confidence: "confirmed", summary: denied.summary, claims: denied.claims });
      return abstain(create === null ? "the create was not refused" : "the create was not refused for this");
    },
  };
}

/** A Job, a pod or output of the run in sight: then the create went through, whatever became of its answer. */
export function wasMade(reading: Reading): boolean {
  const { job, pod, evidence } = reading;
  if (isHeldBack(reading)) return false;
  return job !== null || pod !== null || (evidence.stream?.counts.bytes ?? 0) > 0;
}

/** The Job was stored and never let run, because what it needs besides was refused: its Secret, or its being resumed. */
function isHeldBack({ end, evidence }: Reading): boolean {
  const outcome = evidence.run.create?.outcome;
  if (outcome === "blocked") return end.kind === "no-pod" || end.kind === "waiting";
  return outcome === "rejected" && end.kind === "no-pod";
}

function refused(what: string, create: CreateAnswer | null): string {
  const message = plainMessage(create?.message ?? "", 160);
  const http = create?.http ?? null;
  return `The Job was not created: ${what}${http === null ? "" : ` (HTTP ${http})`}${message === "" ? "." : `: ${message}`}`;
}

function answerClaims({ evidence, jobGone }: Reading): readonly Claim[] {
  return [
    ...cite(evidence, "how the create was answered", "run.create.outcome"),
    ...cite(evidence, "its HTTP status", "run.create.http"),
    ...cite(evidence, "the reason", "run.create.reason"),
    ...cite(evidence, "the message", "run.create.message"),
    ...(jobGone ? cite(evidence, "the Job does not exist", "job.kind") : []),
  ];
}

function failedCreate(
  { events, end, evidence }: Reading,
  pattern: RegExp,
): { readonly summary: string; readonly claims: readonly Claim[] } | null {
  if (end.kind !== "no-pod") return null;
  const event = events.findLast(
    ({ value }) => value.reason === "FailedCreate" && pattern.test(value.message ?? ""),
  );
  if (event === undefined) return null;
  const told = cite(evidence, "the Job controller could not create the pod", `${event.path}.message`);
  const said = told.map(({ quote }) => quote).join(" ");
  return {
    summary: `The Job has no pod: ${plainMessage(said, 180)}`,
    claims: [...told, ...cite(evidence, "pods the Job has or had", end.path)],
  };
}
