import { expect, test } from "vitest";
import { checkSecurity } from "../../../src/job/checks/check-security.ts";
import { aRun, jobOf, problemPaths } from "../support/a-run.ts";
import { AGENT, type NearMisses } from "../support/near-miss.ts";

const patched = (securityContext: object, podSecurity: "restricted" | "baseline" = "restricted") => ({
  podSecurity,
  podTemplate: { spec: { containers: [{ name: "agent", securityContext }] } },
});
const here = `${AGENT}.securityContext`;

const cases: NearMisses = {
  "an agent that may gain privileges": {
    refused: patched({ allowPrivilegeEscalation: true }),
    at: `${here}.allowPrivilegeEscalation`,
    allowed: patched({ allowPrivilegeEscalation: true }, "baseline"),
  },
  "an agent that keeps capabilities": {
    refused: patched({ capabilities: { drop: ["NET_RAW"] } }),
    at: `${here}.capabilities.drop`,
    allowed: patched({ capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } }),
  },
  "an agent with a capability more": {
    refused: patched({ capabilities: { drop: ["ALL"], add: ["CHOWN"] } }),
    at: `${here}.capabilities.add[0]`,
    allowed: patched({ capabilities: { drop: ["ALL"], add: ["CHOWN"] } }, "baseline"),
  },
  "a capability that not even the baseline allows": {
    refused: patched({ capabilities: { add: ["SYS_ADMIN"] } }, "baseline"),
    at: `${here}.capabilities.add[0]`,
    allowed: patched({ capabilities: { add: ["SYS_CHROOT"] } }, "baseline"),
  },
  "an agent that runs as root": {
    refused: patched({ runAsUser: 0 }),
    at: `${here}.runAsUser`,
    allowed: patched({ runAsUser: 1 }),
  },
  "an agent that might run as root": {
    refused: patched({ runAsNonRoot: false }),
    at: `${here}.runAsNonRoot`,
    allowed: patched({ runAsNonRoot: true }),
  },
};

test("a pod of root's is refused for who it is and for what it does not rule out", () => {
  const user = { uid: 0, gid: 0, fsGroup: null };
  const pod = "spec.template.spec.securityContext";
  expect(problemPaths({ user })).toEqual([`${pod}.runAsUser`, `${pod}.runAsNonRoot`]);
  expect(problemPaths({ user, podSecurity: "baseline" })).toEqual([]);
});

test.each(Object.entries(cases))("%s is refused, and its neighbour is not", (_, { refused, at, allowed }) => {
  expect(problemPaths(refused)).toEqual([at]);
  expect(problemPaths(allowed)).toEqual([]);
});

test("a profile that is loosened by an annotation is refused, and one that is named is not", () => {
  const key = "container.apparmor.security.beta.kubernetes.io/agent";
  expect(problemPaths({ annotations: { [key]: "unconfined" } })).toEqual([
    `spec.template.metadata.annotations["${key}"]`,
  ]);
  expect(problemPaths({ annotations: { [key]: "runtime/default" } })).toEqual([]);
});

test("what was built is looked at, and not what was meant: a Job that says nothing of its profile is refused", () => {
  const job = jobOf(aRun());
  const { spec } = job.spec.template;
  const containers = spec.containers.map(({ securityContext: _, ...one }) => ({
    ...one,
    securityContext: {},
  }));
  const bare = { ...spec, containers, securityContext: { runAsNonRoot: true } };
  const template = { ...job.spec.template, spec: bare };
  const problems = [...checkSecurity({ ...job, spec: { ...job.spec, template } }, "restricted")];
  expect(problems.map(({ path }) => path)).toEqual([
    "spec.template.spec.securityContext.seccompProfile",
    `${here}.capabilities.drop`,
    `${here}.allowPrivilegeEscalation`,
  ]);
});
