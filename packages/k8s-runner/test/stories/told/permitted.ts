import { expect } from "vitest";
import { preflight } from "../../../src/cluster/preflight/preflight.ts";
import { forever } from "../../cluster/support/with-cluster.ts";
import { deployedRole, type Rule } from "../deployed-role.ts";
import { follow, lines, linesBefore, working } from "../follow.ts";
import type { Story } from "../story.ts";
import { until } from "../until.ts";

const role = deployedRole();

/** The role without one of its verbs. */
function without(verb: string, resource: string): readonly Rule[] {
  const less = (rule: Rule): Rule =>
    rule.resources.includes(resource)
      ? { ...rule, verbs: rule.verbs.filter((other) => other !== verb) }
      : rule;
  return role.map(less).filter(({ verbs }) => verbs.length > 0);
}

/** What a runner can do that may do no more than `deploy/rbac.yaml` says. */
export const permitted: readonly Story[] = [
  {
    says: "With the Role of deploy/rbac.yaml, and nothing else, a run lives its whole life.",
    wishes: { rules: role },
    play: async (ground) => {
      expect((await preflight(ground.cluster, {}, forever)).isClear).toBe(true);
      const secret = { kind: "secret", name: "API_KEY", value: "12345" } as const;
      const handle = follow(ground, { command: lines(10, 20), prompt: "Say hello.", env: [secret] });
      const { ending, evidence, cleanup, problems } = await handle.outcome;
      expect([ending, cleanup, problems]).toEqual([{ kind: "ended", confirmed: true }, "deleted", []]);
      expect(handle.output()).toBe(linesBefore(10));
      expect(evidence.events.kind).toBe("found");
    },
  },
  {
    says: "With it, an agent can be cancelled.",
    wishes: { rules: role },
    play: async (ground) => {
      const handle = follow(ground, { command: working });
      await until(() => handle.output() === "at work\n");
      handle.cancel({ by: "ada", reason: "enough" });
      const { ending, cleanup } = await handle.outcome;
      expect([ending, cleanup]).toEqual([
        { kind: "cancelled", intent: "cancel", confirmed: true },
        "deleted",
      ]);
      expect(handle.output()).toBe("at work\nsession saved\n");
    },
  },
  {
    says: "Who may not create Jobs is told so by name, and by the preflight before.",
    wishes: { rules: without("create", "jobs") },
    play: async (ground) => {
      const { findings, isClear } = await preflight(ground.cluster, {}, forever);
      expect(isClear).toBe(false);
      const missing = findings.filter(({ kind }) => kind === "missing").map(({ what }) => what);
      const { namespace } = ground.cluster;
      expect(missing).toEqual([`permission to create jobs.batch in the namespace ${namespace}`]);
      const { ending, cleanup } = await follow(ground, {}).outcome;
      expect(cleanup).toBe("nothing");
      expect(ending).toMatchObject({
        kind: "refused",
        answer: {
          outcome: "rejected",
          http: 403,
          message: expect.stringContaining("cannot create resource"),
        },
      });
    },
  },
  {
    says: "Who may not read Events is told how the run ended all the same.",
    wishes: { rules: without("list", "events") },
    play: async (ground) => {
      const { ending, evidence } = await follow(ground, { command: lines(3, 10) }).outcome;
      expect(ending).toEqual({ kind: "ended", confirmed: true });
      expect(evidence.events.kind).toBe("unavailable");
    },
  },
];
