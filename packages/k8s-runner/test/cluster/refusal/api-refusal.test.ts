import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { apiRefusal } from "../../../src/cluster/refusal/api-refusal.ts";

/** What a real API server (1.36.2) answered. */
function recorded(name: string, status: number): ReturnType<typeof apiRefusal> {
  const body = readFileSync(
    new URL(`../../simulator/recorded/api-errors/${name}.json`, import.meta.url),
    "utf8",
  );
  return apiRefusal(status, body, null);
}

/** What its source has, where nothing was recorded. */
function said(
  status: number,
  message: string,
  more: { readonly reason?: string; readonly details?: object } = {},
): ReturnType<typeof apiRefusal> {
  return apiRefusal(status, JSON.stringify({ kind: "Status", message, ...more }), null);
}

test("A missing permission is named by verb, resource, group and namespace.", () => {
  expect(recorded("forbidden-403", 403)).toMatchObject({
    kind: "not-permitted",
    reason: "Forbidden",
    missing: {
      verb: "create",
      resource: "jobs",
      group: "batch",
      namespace: "agents",
      user: "system:serviceaccount:agents:default",
    },
  });
  expect(recorded("anonymous-403", 403)).toMatchObject({
    kind: "not-permitted",
    missing: { verb: "list", resource: "pods", group: "", user: "system:anonymous" },
  });
});

test("A permission at the cluster scope has no namespace, and a subresource belongs to its resource.", () => {
  const why = 'User "jane" cannot get resource "nodes" in API group "" at the cluster scope';
  expect(said(403, `nodes "n" is forbidden: ${why}`)).toMatchObject({ missing: { namespace: null } });
  const log = 'User "jane" cannot get resource "pods/log" in API group "" in the namespace "a"';
  expect(said(403, `pods "p" is forbidden: ${log}`)).toMatchObject({ missing: { resource: "pods/log" } });
});

test("Credentials that are not accepted are told apart from missing permissions.", () => {
  expect(recorded("bad-token-401", 401)).toMatchObject({ kind: "unauthenticated" });
});

test("A name that is taken is no conflict with a newer version.", () => {
  expect(recorded("create-job-409", 409)).toMatchObject({ kind: "already-exists", name: "run-api-errors" });
  expect(recorded("update-job-409-conflict", 409)).toMatchObject({ kind: "conflict", with: "version" });
});

test("A precondition about a UID that fails tells that the object is another one.", () => {
  for (const why of [
    "the UID in the precondition (a) does not match the UID in record (b). The object might have been deleted",
    "Precondition failed: UID in precondition: a, UID in object meta: b",
  ])
    expect(said(409, `Operation cannot be fulfilled on jobs.batch "x": ${why}`)).toMatchObject({
      with: "uid",
    });
});

test("What is not found is named; a missing namespace too, and a server without the API.", () => {
  expect(recorded("get-job-404", 404)).toMatchObject({ kind: "not-found", resource: "jobs", name: "none" });
  expect(recorded("create-job-404-namespace", 404)).toMatchObject({
    kind: "not-found",
    resource: "namespaces",
    name: "nowhere",
  });
  expect(apiRefusal(404, "404 page not found", null)).toMatchObject({ kind: "not-found", resource: null });
});

test("Invalid fields are listed, each with what is wrong.", () => {
  expect(recorded("create-job-422", 422)).toMatchObject({
    kind: "invalid",
    fields: [{ field: "metadata.name", message: expect.stringContaining("RFC 1123") }],
  });
  expect(recorded("update-job-422-immutable", 422)).toMatchObject({
    kind: "invalid",
    fields: [{ field: "spec.template", message: expect.stringContaining("Invalid value") }],
  });
});

test("A patch whose test fails found another object than it was made for.", () => {
  const message = "the server rejected our request due to an error in our request";
  expect(said(422, message, { reason: "Invalid", details: {} })).toMatchObject({ kind: "patch-failed" });
});

test("A quota, a policy, Pod Security and a dying namespace all answer 403, and are told apart by their words.", () => {
  expect(
    said(
      403,
      'pods "x" is forbidden: exceeded quota: small, requested: pods=1, used: pods=9, limited: pods=9',
    ),
  ).toMatchObject({
    kind: "quota-exceeded",
    quota: "small",
    what: "requested: pods=1, used: pods=9, limited: pods=9",
  });
  expect(said(403, 'pods "x" is forbidden: failed quota: small: must specify limits.memory')).toMatchObject({
    kind: "quota-exceeded",
    quota: "small",
    what: "must specify limits.memory",
  });
  expect(
    said(403, 'pods "x" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true'),
  ).toMatchObject({ kind: "pod-security", level: "restricted:latest", violations: "runAsNonRoot != true" });
  expect(
    said(
      403,
      'jobs.batch "x" is forbidden: unable to create new content in namespace a because it is being terminated',
    ),
  ).toMatchObject({ kind: "namespace-terminating", namespace: "a" });
  expect(
    said(
      403,
      "jobs.batch \"x\" is forbidden: ValidatingAdmissionPolicy 'no-root' with binding 'b' denied request: no",
    ),
  ).toMatchObject({ kind: "admission-denied", by: "policy no-root" });
  expect(
    said(403, "limits.cpu is forbidden: maximum cpu usage per Container is 1, but limit is 2"),
  ).toMatchObject({
    kind: "forbidden",
  });
});

test("A webhook denies with whatever status it likes; one that is down is the server's trouble.", () => {
  for (const status of [400, 403, 409, 422])
    expect(said(status, 'admission webhook "v.example" denied the request: no')).toMatchObject({
      kind: "admission-denied",
      by: "webhook v.example",
    });
  expect(
    said(500, 'Internal error occurred: failed calling webhook "v.example": Post "https://v": no endpoints'),
  ).toMatchObject({ kind: "webhook-failed", webhook: "v.example" });
});

test("What is forgotten, too large, too much, or over in a moment has its own name.", () => {
  expect(said(410, "too old resource version: 1 (2)", { reason: "Expired" })).toMatchObject({
    kind: "expired",
  });
  expect(said(413, "Request entity too large: limit is 3145728")).toMatchObject({ kind: "too-large" });
  expect(said(500, "etcdserver: request is too large")).toMatchObject({ kind: "too-large" });
  expect(said(500, "etcdserver: leader changed")).toMatchObject({ kind: "leader-changed" });
  expect(said(504, "Timeout: request did not complete", { reason: "Timeout" })).toMatchObject({
    kind: "server-timeout",
  });
  expect(said(503, "apiserver is shutting down")).toMatchObject({ kind: "server-error", status: 503 });
  expect(apiRefusal(418, "I'm a teapot", null)).toMatchObject({ kind: "unexpected" });
});

test("How long to wait stands in the header, or else in the body, and nobody is believed for ever.", () => {
  const details = { retryAfterSeconds: 7 };
  expect(said(429, "Too many requests", { details })).toMatchObject({
    kind: "throttled",
    retryAfterMs: 7000,
  });
  expect(apiRefusal(429, JSON.stringify({ details }), 2000)).toMatchObject({ retryAfterMs: 2000 });
  expect(said(429, "", { details: { retryAfterSeconds: 1e9 } })).toMatchObject({ retryAfterMs: 600_000 });
});

test("A budget that forbids an eviction is no server that is busy.", () => {
  const causes = [{ reason: "DisruptionBudget", message: "The disruption budget pdb needs 1 healthy pods" }];
  expect(said(429, "Cannot evict pod", { details: { causes } })).toMatchObject({ by: "disruption-budget" });
});

test("A message is one bounded line without escape sequences and without what looks like a secret.", () => {
  const { message } = said(422, `first\n\u001B[31msecond sk-ant-api03-AAAAAAAAAAAAAAAA ${"x".repeat(9000)}`);
  expect(message).toMatch(/^first second \[redacted\] x+…$/);
  expect(message.length).toBeLessThanOrEqual(600);
});

test("A body that is nobody's Status is no more than its words.", () => {
  for (const body of [
    "",
    "null",
    "[]",
    '{"details":{"causes":{}},"message":7}',
    '{"__proto__":{"reason":"x"}}',
  ])
    expect(apiRefusal(409, body, null)).toMatchObject({ kind: "conflict", reason: null });
});

test("The path of a field repeats what somebody chose as a key, and is masked like any other text.", () => {
  const causes = [{ field: "metadata.annotations[sk-ant-api03-AAAAAAAAAAAAAAAA]", message: "Invalid value" }];
  expect(
    said(422, "Job is invalid", { details: { causes, name: "sk-ant-api03-AAAAAAAAAAAAAAAA" } }),
  ).toMatchObject({
    fields: [{ field: "metadata.annotations[[redacted]]" }],
  });
});
