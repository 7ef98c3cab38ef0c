import { join } from "node:path";
import { inject, test } from "vitest";
import { z } from "zod";
import { inTurn } from "../../../../cli/test/claude/messages-api/messages-api.ts";
import { runs } from "../../../../cli/test/claude/messages-api/reply.ts";
import { hangs } from "../agents-work.ts";
import { openStage } from "../stage.ts";
import { openBrowser } from "./browser.ts";

const folder = process.env["RUNVERDICT_PICTURES"] ?? ".";

test("What a person sees of a run that ran out of memory.", async () => {
  const stage = await openStage(inTurn(runs("ls -1 /etc | head -3"), hangs), { company: "Acme" });
  const agent = await stage.hire({
    model: "claude-opus-5-5",
    // An address as a cluster has it; the agent asks nothing of it.
    paperclipApiUrl: "http://paperclip.paperclip.svc:3100",
  });
  const issue = await agent.assign(
    "Run the integration tests",
    "All of them, please, and tell me which are slow.",
  );
  const run = await issue.nextRun();
  await run.logSays("begun");
  stage.simulator.happen({ kind: "oom", job: stage.jobs()[0] ?? "" });
  await run.ended();
  const { identifier } = await issue.row();
  const { issuePrefix } = await stage.host.get(
    `/companies/${stage.companyId}`,
    z.looseObject({ issuePrefix: z.string() }),
  );
  const home = `${inject("paperclip").url}/${issuePrefix}`;
  const browser = await openBrowser(1280, 860);
  try {
    await browser.open(`${home}/issues/${identifier}`, "Out of memory");
    await browser.picture(join(folder, "issue.png"));
    await browser.open(`${home}/agents/${agent.id}/runs/${run.id}`, "truncated");
    await browser.scrollTo("Failure details");
    await browser.picture(join(folder, "run.png"));
    await browser.open(`${home}/agents/${agent.id}/configuration`, "Kubeconfig");
    await browser.picture(join(folder, "form.png"));
  } finally {
    await browser.close();
  }
});
