import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createLiveLog } from "../../src/log/live-log.ts";
import { createHandClock } from "../../../k8s-runner/test/cluster/support/hand-clock.ts";
import { createRunLog } from "../host-double/run-log.ts";

const transcripts = new URL("../../../../fixtures/transcripts/", import.meta.url);

// What a person sees in Paperclip while the real agent works. Read a changed one in a terminal before you accept it.
test.each([
  "cli-tools",
  "cli-hooks",
  "cli-two-agents",
  "cli-thinking",
  "cli-unicode",
  "cli-max-turns",
  "cli-overloaded-529-default",
  "cli-usage-limit-oauth",
  "cli-partial-tools",
  "cli-slash-context",
  "cli-1_0_60-max-turns-1",
  "k8s-log-tail-lost",
])("%s reads well", async (name) => {
  const host = createRunLog();
  const log = createLiveLog({ format: "readable", secrets: [], onLog: host.onLog, clock: createHandClock() });
  log.output(readFileSync(new URL(`${name}/stdout.log`, transcripts)));
  await log.end();
  await expect(host.stdout()).toMatchFileSnapshot(`goldens/${name}.txt`);
});
