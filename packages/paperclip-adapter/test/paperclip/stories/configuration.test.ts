import { expect, inject, test } from "vitest";
import { inTurn } from "../../../../cli/test/claude/messages-api/messages-api.ts";
import { says } from "../../../../cli/test/claude/messages-api/reply.ts";
import { closesIssue } from "../agents-work.ts";
import { aftermathOf } from "../host/aftermath.ts";
import { paperclipHost } from "../host/paperclip-host.ts";
import { configSchema, environmentReport } from "../host/rows.ts";
import { beginRun } from "../single-run.ts";
import { openStage, TYPE, type Stage } from "../stage.ts";

const host = paperclipHost(inject("paperclip").url);

/** As Paperclip's form fills itself in for a new agent: what has no default is 0, off or the first choice. */
async function formDefaults(): Promise<Readonly<Record<string, unknown>>> {
  const { fields } = await host.get(`/adapters/${TYPE}/config-schema`, configSchema);
  const filled = fields.map(({ key, type, default: given, options }): [string, unknown] => {
    const empty = {
      number: 0,
      toggle: false,
      select: options?.[0]?.value,
      text: "",
      textarea: "",
      combobox: "",
    };
    return [key, given ?? empty[type]];
  });
  return Object.fromEntries(filled.filter(([, value]) => value !== "" && value !== undefined));
}

test("An agent that is made with what the form fills in by itself, and where its cluster is, runs.", async () => {
  const stage = await openStage(inTurn(closesIssue, says("All tests pass.")));
  const defaults = await formDefaults();
  const { agent, run } = await beginRun(stage, { ...defaults, ...stage.config });
  expect(await run.ended()).toMatchObject({ status: "succeeded", error: null });
  const { adapterConfig } = await agent.row();
  const kept = Object.keys(defaults).filter((key) => !(key in stage.config));
  expect(Object.fromEntries(kept.map((key) => [key, adapterConfig[key]]))).toEqual(
    Object.fromEntries(kept.map((key) => [key, defaults[key]])),
  );
});

test("The kubeconfig is kept as a secret, which whoever looks at the agent does not see.", async () => {
  const stage = await openStage(inTurn(says("Never asked.")));
  const { adapterConfig } = await (await stage.hire()).row();
  expect(adapterConfig["kubeconfig"]).toMatchObject({ type: "secret_ref" });
  expect(JSON.stringify(adapterConfig)).not.toContain("clusters:");
});

test("A wrong configuration creates nothing, and the issue says which field, what is wrong and what would be right.", async () => {
  const stage = await openStage(inTurn(says("Never said.")));
  const { agent, issue, run } = await beginRun(stage, {
    timeoutSec: "soon",
    "resources.limits.memory": "lots",
  });
  const row = await run.ended();
  expect(row).toMatchObject({ status: "failed", errorCode: "configuration_incomplete" });
  const told = [/Memory limit \(resources\.limits\.memory\).*like 1536Mi or 2Gi/, /\(timeoutSec\)/];
  for (const words of told) expect(row.error).toMatch(words);
  expect(await aftermathOf(agent, issue, row)).toMatchObject({
    hold: "configuration_incomplete",
    retry: null,
  });
  await expect.poll(async () => (await issue.row()).status).toBe("blocked");
  for (const words of told)
    await expect
      .poll(issue.comments)
      .toContainEqual(expect.objectContaining({ body: expect.stringMatching(words) }));
  expect(stage.simulator.truth.runs()).toEqual([]);
});

test("A cluster that is not there is named with its address, and tried again by the host.", async () => {
  const stage = await openStage(inTurn(says("Never said.")));
  const kubeconfig = String(stage.config["kubeconfig"]).replace(stage.simulator.url, "http://127.0.0.1:9");
  const { agent, issue, run } = await beginRun(stage, { kubeconfig });
  const row = await run.ended();
  expect(row).toMatchObject({ status: "failed", exitCode: null });
  expect(row.error).toContain("127.0.0.1:9");
  expect(await aftermathOf(agent, issue, row)).toMatchObject({
    hold: null,
    retry: { reason: "transient_failure" },
  });
});

/** As the form's button does it. */
function testEnvironment({ companyId, config }: Stage, differs: object) {
  const path = `/companies/${companyId}/adapters/${TYPE}/test-environment`;
  return host.post(path, { adapterConfig: { ...config, ...differs } }, environmentReport);
}

test("The environment test finds nothing wrong where an agent would run, and creates nothing.", async () => {
  const stage = await openStage(inTurn(says("Never asked.")));
  const report = await testEnvironment(stage, { dataVolume: "scratch" });
  expect(report.checks.filter(({ level }) => level === "error")).toEqual([]);
  expect(report.status).not.toBe("fail");
  expect(report.checks).toContainEqual(expect.objectContaining({ code: "k8s_api_reachable" }));
  expect(stage.simulator.truth.runs()).toEqual([]);
});

test("The environment test names each permission and object that is missing, and the cure.", async () => {
  const stage = await openStage(inTurn(says("Never asked.")), { simulator: { access: { permissions: [] } } });
  const report = await testEnvironment(stage, {});
  expect(report.status).toBe("fail");
  expect(report.checks).toContainEqual({
    code: "k8s_rbac_job_create",
    level: "error",
    message: "We have no permission to create jobs.batch in the namespace agents.",
    hint: expect.stringMatching(/^Add the verb "create"/),
  });
  const claimless = await testEnvironment(await openStage(inTurn(says("Never asked."))), {});
  expect(claimless.checks).toContainEqual(
    expect.objectContaining({
      code: "k8s_pvc_missing",
      hint: expect.stringMatching(/^Create the persistent volume claim/),
    }),
  );
});

test("The environment test tells a wrong configuration by its fields.", async () => {
  const stage = await openStage(inTurn(says("Never asked.")));
  const report = await testEnvironment(stage, { timeoutSec: "soon" });
  expect(report.status).toBe("fail");
  expect(report.checks.map(({ message }) => message).join("\n")).toContain("timeoutSec");
});
