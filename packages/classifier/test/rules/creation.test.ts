import { classify } from "@runverdict/classifier";
import type { CreateAnswer, Evidence } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { absent, evidence, found, unavailable } from "../support/evidence.ts";
import { events, job, pod, podless, waiting } from "../support/kubernetes.ts";
import type { EventShape, JobShape } from "../support/kubernetes.ts";
import { testRule } from "../support/rule-table.ts";
import type { Decision, NearMiss } from "../support/rule-table.ts";

/** How the create was answered, and nothing else. */
function answered(answer: Partial<CreateAnswer>, more: Partial<Evidence> = {}): Evidence {
  const create = { outcome: "rejected", http: null, reason: null, message: null, ...answer } as const;
  return evidence({ ...more, run: { create } });
}

/** A Job without a pod, and the Events of its controller. */
function withoutPod(shapes: readonly EventShape[], shape: JobShape = podless): Evidence {
  return evidence({
    job: found(job(shape)),
    events: found(events(shapes.map((one) => ({ about: "Job", ...one })))),
  });
}

const notRefused: NearMiss = {
  evidence: evidence({ job: found(job(podless)) }),
  because: "the create was not refused",
};
const otherwise = "the create was not refused for this";

const outcome = (value: string) => ["run.create.outcome", value] as const;
const http = (value: number) => ["run.create.http", String(value)] as const;
const reason = (value: string) => ["run.create.reason", value] as const;
const message = (value: string) => ["run.create.message", value] as const;

for (const { id, code, what } of [
  { id: "concurrent-run-blocked", code: "concurrent_run_blocked", what: "another run of the agent is alive" },
  { id: "orphan-task-unknown", code: "orphan_task_unknown", what: "a Job of an unknown task was found" },
  {
    id: "orphan-session-mismatch",
    code: "orphan_session_mismatch",
    what: "a Job of another session was found",
  },
  { id: "guard-unreachable", code: "guard_unreachable", what: "the look-up of other runs failed" },
  { id: "name-conflict", code: "name_conflict", what: "the Job's name is taken" },
  { id: "agent-id-invalid", code: "agent_id_invalid", what: "the agent id can't name a Job" },
  { id: "secret-create-failed", code: "secret_create_failed", what: "the Secret was not created" },
] as const) {
  testRule(id, {
    code,
    decides: {
      "the runner's admission says so": {
        evidence: answered({ outcome: "blocked", reason: code, message: "see Job run-0" }),
        confidence: "likely",
        summary: `The Job was not created: ${what}: see Job run-0`,
        claims: [outcome("blocked"), reason(code), message("see Job run-0")],
        competing: [],
      },
      "the runner's admission says so without a message": {
        evidence: answered({ outcome: "blocked", reason: code }),
        confidence: "likely",
        summary: `The Job was not created: ${what}.`,
        claims: [outcome("blocked"), reason(code)],
      },
    },
    lets: {
      "a Job that nobody refused": notRefused,
      "another reason of the runner's admission": {
        evidence: answered({ outcome: "blocked", reason: "something_else" }),
        because: otherwise,
      },
      "a Job that was created after all": {
        evidence: answered({ outcome: "created", reason: code }),
        because: otherwise,
      },
      "a Job that was adopted": {
        evidence: answered({ outcome: "adopted", reason: code }),
        because: otherwise,
      },
      "a Job that somebody saw": {
        evidence: answered({ outcome: "blocked", reason: code }, { job: found(job()) }),
        because: otherwise,
      },
    },
  });
}

describe("a Job that was made and never let run", () => {
  test("was refused for its Secret, although it is there, and so is a pod that waits for the Secret", () => {
    const answer = { outcome: "blocked", reason: "secret_create_failed", http: 403 } as const;
    for (const seen of [
      { job: found(job(podless)) },
      { pod: found(pod({ agent: waiting("ContainerCreating") })) },
    ])
      expect(classify(answered(answer, seen))).toMatchObject({
        code: "secret_create_failed",
        progress: { atLeast: "not_started", atMost: "not_started" },
      });
  });

  test("was refused when it was to be resumed", () => {
    const verdict = classify(answered({ http: 403, reason: "Forbidden" }, { job: found(job(podless)) }));
    expect(verdict).toMatchObject({ code: "forbidden", progress: { atMost: "not_started" } });
  });
});

describe("a taken name", () => {
  const nameConflict = (answer: Partial<CreateAnswer>) => classify(answered(answer));

  test("is the API server's 409 too", () => {
    const verdict = nameConflict({
      http: 409,
      reason: "AlreadyExists",
      message: 'jobs.batch "run-1" already exists',
    });
    expect(verdict).toMatchObject({
      code: "name_conflict",
      confidence: "confirmed",
      summary:
        'The Job was not created: the Job\'s name is taken (HTTP 409): jobs.batch "run-1" already exists',
    });
  });

  test("is what the runner calls a conflict, whatever the status", () => {
    expect(nameConflict({ outcome: "conflict" }).code).toBe("name_conflict");
  });

  test("is no 409 of something that was created", () => {
    expect(nameConflict({ outcome: "created", http: 409 }).code).not.toBe("name_conflict");
  });
});

testRule("unauthenticated", {
  code: "unauthenticated",
  decides: {
    "HTTP 401": {
      evidence: answered({ http: 401, reason: "Unauthorized", message: "Unauthorized" }),
      confidence: "confirmed",
      summary:
        "The Job was not created: the API server did not accept the runner's credentials (HTTP 401): Unauthorized",
      claims: [outcome("rejected"), http(401), reason("Unauthorized"), message("Unauthorized")],
    },
  },
  lets: {
    "a Job that nobody refused": notRefused,
    "another status": { evidence: answered({ http: 403 }), because: otherwise },
    "an answer that was lost": { evidence: answered({ outcome: "unknown", http: 401 }), because: otherwise },
  },
});

const unavailableFor = (
  what: string,
  answer: Partial<CreateAnswer>,
  more: Partial<Evidence> = {},
): Decision => ({
  evidence: answered(answer, more),
  confidence: answer.http || answer.message || more.job ? "confirmed" : "likely",
  summary: `The Job was not created: ${what}${answer.http ? ` (HTTP ${answer.http})` : ""}${answer.message ? `: ${answer.message}` : "."}`,
  claims: [
    outcome(answer.outcome ?? "rejected"),
    ...(answer.http ? [http(answer.http)] : []),
    ...(answer.message ? [message(answer.message)] : []),
    ...(more.job ? [["job.kind", "absent"] as const] : []),
  ],
});
const gone = { job: absent<never>() };

testRule("api-unavailable", {
  code: "api_unavailable",
  decides: {
    "HTTP 429": unavailableFor("the API server turned us away for load", {
      http: 429,
      message: "too many requests",
    }),
    "a webhook without endpoints": unavailableFor("a webhook that has to be asked could not be called", {
      http: 500,
      message: 'failed calling webhook "v.invalid": no endpoints',
    }),
    "a server that refused the connection": unavailableFor("the API server could not be reached", {
      outcome: "unknown",
      message: "connect ECONNREFUSED 127.0.0.1:6443",
    }),
    "a server whose name does not resolve": unavailableFor("the API server could not be reached", {
      outcome: "unknown",
      message: "dial tcp: lookup api.invalid: no such host",
    }),
    "a 500, and a look-up that finds no Job": unavailableFor(
      "the API server failed, and the Job does not exist",
      { http: 500 },
      gone,
    ),
    "a cut, and a look-up that finds no Job": unavailableFor(
      "the API server failed, and the Job does not exist",
      { outcome: "unknown" },
      gone,
    ),
    "a rejection without a status, and a look-up that finds no Job": unavailableFor(
      "the API server failed, and the Job does not exist",
      { http: null },
      gone,
    ),
  },
  lets: {
    "a Job that nobody refused": notRefused,
    "our own admission": {
      evidence: answered({ outcome: "blocked", http: 429 }),
      because: otherwise,
    },
    "a 500 that may have come after the Job was stored": {
      evidence: answered({ http: 500 }),
      because: otherwise,
    },
    "a cut connection that may have come after the Job was stored": {
      evidence: answered({ outcome: "unknown", message: "read ECONNRESET" }),
      because: otherwise,
    },
    "a cut, and a look-up that failed": {
      evidence: answered({ outcome: "unknown" }, { job: unavailable() }),
      because: otherwise,
    },
    "a status that is the caller's own fault": {
      evidence: answered({ http: 422, message: "connect ECONNREFUSED in the name of a field" }, gone),
      because: otherwise,
    },
    "a Job that was created before a webhook failed for something else": {
      evidence: answered({ outcome: "created", message: "failed calling webhook" }),
      because: otherwise,
    },
  },
});

const namespaceGone = (text: string, status: number | null): Decision => ({
  evidence: answered({ http: status, message: text }),
  confidence: "confirmed",
  summary: `The Job was not created: the namespace does not exist or is going away${status === null ? "" : ` (HTTP ${status})`}: ${text}`,
  claims: [outcome("rejected"), ...(status === null ? [] : [http(status)]), message(text)],
});

testRule("namespace-gone", {
  code: "namespace_gone",
  decides: {
    "HTTP 404": namespaceGone('namespaces "nowhere" not found', 404),
    "HTTP 404 in other words": namespaceGone("the server could not find the requested resource", 404),
    "HTTP 403 in a namespace that is being terminated": namespaceGone(
      'jobs.batch "run-1" is forbidden: unable to create new content in namespace agents because it is being terminated',
      403,
    ),
    "HTTP 403 in a namespace that was deleted": namespaceGone("namespace agents was deleted", 403),
    "the sentence without a status": namespaceGone('namespace "agents" not found', null),
  },
  lets: {
    "a Job that nobody refused": notRefused,
    "another 403": {
      evidence: answered({ http: 403, message: "cannot create resource jobs in namespace agents" }),
      because: otherwise,
    },
    "the sentence in an answer that was lost": {
      evidence: answered({ outcome: "unknown", http: 404, message: 'namespaces "nowhere" not found' }),
      because: otherwise,
    },
  },
});

const quota = 'jobs.batch "run-1" is forbidden: exceeded quota: q1, requested: count/jobs.batch=1';
const podQuota = 'Error creating: pods "run-1-x" is forbidden: exceeded quota: q1, requested: pods=1';
const noPod = ["job.value.podsCounted", "0"] as const;

testRule("quota-exceeded", {
  code: "quota_exceeded",
  decides: {
    "a quota on Jobs": {
      evidence: answered({ http: 403, reason: "Forbidden", message: quota }),
      confidence: "confirmed",
      summary: `The Job was not created: a quota does not allow it (HTTP 403): ${quota}`,
      claims: [outcome("rejected"), http(403), reason("Forbidden"), message(quota)],
      competing: ["forbidden"],
    },
    "a quota on pods, as the Job's last FailedCreate Event tells": {
      evidence: withoutPod([
        { reason: "FailedCreate", message: podQuota, at: 10 },
        { reason: "FailedCreate", message: podQuota, at: 20 },
        { reason: "SuccessfulCreate", message: "Created pod", at: 30 },
      ]),
      confidence: "confirmed",
      summary: `The Job has no pod: ${podQuota}`,
      claims: [["events.value.1.message", podQuota], noPod],
      competing: [],
    },
  },
  lets: {
    "a Job that nobody refused": notRefused,
    "another 403": {
      evidence: answered({ http: 403, message: "cannot create resource jobs" }),
      because: otherwise,
    },
    "the sentence in an answer that was lost": {
      evidence: answered({ outcome: "unknown", message: quota }),
      because: otherwise,
    },
    "an Event of another reason": {
      evidence: withoutPod([{ reason: "FailedScheduling", message: podQuota }]),
      because: "the create was not refused",
    },
    "a FailedCreate Event without a message": {
      evidence: withoutPod([{ reason: "FailedCreate" }]),
      because: "the create was not refused",
    },
    "the Event of another Job": {
      evidence: withoutPod([
        { reason: "FailedCreate", message: podQuota, about: { kind: "Job", name: "run-1", uid: "other" } },
      ]),
      because: "the create was not refused",
    },
    "a Job that got its pod in the end": {
      evidence: evidence({
        ...withoutPod([{ reason: "FailedCreate", message: podQuota }], {}),
        pod: found(pod()),
      }),
      because: "the create was not refused",
    },
    "a Job that has pods by its counters": {
      evidence: withoutPod([{ reason: "FailedCreate", message: podQuota }], {}),
      because: "the create was not refused",
    },
  },
});

testRule("admission-denied", {
  code: "admission_denied",
  decides: {
    ...Object.fromEntries(
      [
        'pods "run-1" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true',
        'admission webhook "validate.jobs.invalid" denied the request: no',
        "jobs.batch \"run-1\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no",
        "the request was denied by policy",
        'pods "run-1-x2x4z" is forbidden: no PriorityClass with name urgent was found',
        'pods "run-1-x2x4z" is forbidden: pod rejected: RuntimeClass "gvisor" not found',
        'pods "run-1-" is forbidden: error looking up service account agents/bot: serviceaccount "bot" not found',
      ].map((text) => [
        `on create: ${text}`,
        {
          evidence: answered({ http: 403, message: text }),
          confidence: "confirmed" as const,
          summary: `The Job was not created: a policy denied it (HTTP 403): ${text}`,
          claims: [outcome("rejected"), http(403), message(text)] as const,
          competing: ["forbidden" as const],
        },
      ]),
    ),
    "Pod Security, which lets the Job pass and denies its pod": {
      evidence: withoutPod([
        {
          reason: "FailedCreate",
          message: 'Error creating: pods "run-1-x" is forbidden: violates PodSecurity "restricted"',
        },
      ]),
      confidence: "confirmed",
      summary:
        'The Job has no pod: Error creating: pods "run-1-x" is forbidden: violates PodSecurity "restricted"',
      claims: [
        [
          "events.value.0.message",
          'Error creating: pods "run-1-x" is forbidden: violates PodSecurity "restricted"',
        ],
        noPod,
      ],
    },
  },
  lets: {
    "a Job that nobody refused": notRefused,
    "a webhook that could not be called": {
      evidence: answered({ http: 500, message: 'failed calling webhook "v.invalid"' }),
      because: otherwise,
    },
    "a right that is missing": {
      evidence: answered({ http: 403, message: "cannot create resource jobs" }),
      because: otherwise,
    },
    "the sentence in an answer that was lost": {
      evidence: answered({ outcome: "unknown", message: 'admission webhook "v" denied the request' }),
      because: otherwise,
    },
    "a FailedCreate Event that tells of a service account": {
      evidence: withoutPod([{ reason: "FailedCreate", message: 'serviceaccount "agent" not found' }]),
      because: "the create was not refused",
    },
  },
});

testRule("job-rejected", {
  code: "job_rejected",
  decides: Object.fromEntries(
    [400, 413, 422].map((status) => [
      `HTTP ${status}`,
      {
        evidence: answered({ http: status, reason: "Invalid", message: "metadata.name: Invalid value" }),
        confidence: "confirmed" as const,
        summary: `The Job was not created: the API server found the Job invalid (HTTP ${status}): metadata.name: Invalid value`,
        claims: [
          outcome("rejected"),
          http(status),
          reason("Invalid"),
          message("metadata.name: Invalid value"),
        ] as const,
        competing: [],
      },
    ]),
  ),
  lets: {
    "a Job that nobody refused": notRefused,
    "another status": { evidence: answered({ http: 404 }), because: otherwise },
    "an answer that was lost": { evidence: answered({ outcome: "unknown", http: 422 }), because: otherwise },
  },
});

testRule("forbidden", {
  code: "forbidden",
  decides: {
    "HTTP 403": {
      evidence: answered({
        http: 403,
        reason: "Forbidden",
        message: 'User "agent" cannot create resource "jobs"',
      }),
      confidence: "confirmed",
      summary:
        'The Job was not created: the runner may not create Jobs here (HTTP 403): User "agent" cannot create resource "jobs"',
      claims: [
        outcome("rejected"),
        http(403),
        reason("Forbidden"),
        message('User "agent" cannot create resource "jobs"'),
      ],
      competing: [],
    },
  },
  lets: {
    "a Job that nobody refused": notRefused,
    "another status": { evidence: answered({ http: 401 }), because: otherwise },
    "an answer that was lost": { evidence: answered({ outcome: "unknown", http: 403 }), because: otherwise },
    "a Job that somebody saw": {
      evidence: answered({ http: 403 }, { job: unavailable(job()) }),
      because: otherwise,
    },
  },
});

describe("a create whose answer was lost", () => {
  test.each<Partial<CreateAnswer>>([
    { outcome: "unknown" },
    { outcome: "unknown", message: "socket hang up" },
    { outcome: "rejected", http: 500 },
    { outcome: "rejected", http: 504, message: "request timed out" },
  ])("may have made a Job: nobody calls %j a failure", (answer) => {
    expect(classify(answered(answer))).toMatchObject({ code: "observer_blind", outcome: "unsettled" });
  });

  test.each<Partial<CreateAnswer>>([{ outcome: "unknown" }, { outcome: "rejected", http: 500 }])(
    "made none where a look-up says so: %j",
    (answer) => {
      const verdict = classify(answered(answer, gone));
      expect(verdict).toMatchObject({
        code: "api_unavailable",
        outcome: "failed",
        progress: { atMost: "not_created" },
      });
    },
  );
});
