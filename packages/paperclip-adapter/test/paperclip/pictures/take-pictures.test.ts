import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { z } from "zod";
import { inTurn } from "../../../../cli/test/claude/messages-api/messages-api.ts";
import { runs } from "../../../../cli/test/claude/messages-api/reply.ts";
import { hangs } from "../agents-work.ts";
import { openStage } from "../stage.ts";
import { openBrowser } from "./browser.ts";

const prefixed = z.looseObject({ issuePrefix: z.string() });
const folder = process.env["RUNVERDICT_PICTURES"] ?? ".";

test("What a person sees of a run that ran out of memory.", async () => {
  const stage = await openStage(inTurn(runs("ls -1 /etc | head -3"), hangs), { company: "Acme" });
  const agent = await stage.hire({
    model: "claude-opus-5-5",
    // An address as a cluster has it; the agent asks nothing of it.
    paperclipApiUrl: "http://paperclip.paperclip.svc:3100",
  });
  const company = await stage.host.get(`/companies/${stage.companyId}`, prefixed);
  const home = `${inject("paperclip").url}/${company.issuePrefix}`;
  const issue = await agent.assign(
    "Run the integration tests",
    "All of them, please, and tell me which are slow.",
  );
  const { identifier } = await issue.row();
  mkdirSync(folder, { recursive: true });
  const browser = await openBrowser(1280, 860);
  try {
    await browser.open(`${home}/issues/${identifier}`);
    await browser.sees("which are slow");
    const run = await issue.nextRun();
    await run.logSays("begun");
    stage.simulator.happen({ kind: "oom", job: stage.jobs()[0] ?? "" });
    await run.ended();
    // Seen live it is full of notices that come and go.
    await browser.sees("Out of memory");
    await browser.open(`${home}/issues/${identifier}`);
    // While the next try is due, Paperclip shows grey boxes for its thread, though all that the page asked for is there,
    // and none of it comes from an adapter. They fill when that run begins: half a minute, and the scheduler's next look.
    await browser.sees("Out of memory", 120_000);
    await browser.picture(join(folder, "issue.png"));
    await browser.open(`${home}/agents/${agent.id}/runs/${run.id}`);
    await browser.sees("truncated");
    await browser.scrollTo("Failure details");
    await browser.picture(join(folder, "run.png"));
    await browser.open(`${home}/agents/${agent.id}/configuration`);
    await browser.sees("Kubeconfig");
    await browser.picture(join(folder, "form.png"));
  } finally {
    await browser.close();
  }
  for (const name of ["issue", "run", "form"])
    expect(statSync(join(folder, `${name}.png`)).size).toBeLessThan(200 * 1024);
});
