import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { frameNonce } from "../../src/run/runner.ts";
import { outputOfLog } from "../../src/diagnose/output-of-log.ts";
import { wrapperConfig } from "@runverdict/k8s-runner";
import { wrapperCommand, wrapperFiles } from "@runverdict/k8s-runner";
import { folderWith } from "../support/case-folder.ts";

const pod = { metadata: { uid: "pod-1" } };

function read(job: object, log: string): { readonly stdout: string; readonly stderr: readonly string[] } {
  const taken: Uint8Array[] = [];
  const output = outputOfLog(pod, job, (bytes) => void taken.push(bytes));
  output.take(Buffer.from(log));
  output.end();
  return { stdout: Buffer.concat(taken).toString(), stderr: output.stderr().map(({ text }) => text) };
}

test("a log that nobody wrapped is the output", () => {
  const log = "2026-11-20T20:00:00.000000001Z hello\n";
  expect(read({ metadata: { uid: "job-1" } }, log)).toEqual({ stdout: log, stderr: [] });
});

test("of a Job of ours that was wrapped, the output comes out of the frames", () => {
  const job = { metadata: { uid: "job-1", annotations: { "runverdict.dev/framed": "true" } } };
  const folder = folderWith({ "termination-log": "", "spool/x": "" });
  const config = wrapperConfig({
    nonce: frameNonce("job-1"),
    spoolFolder: join(folder, "spool"),
    terminationMessagePath: join(folder, "termination-log"),
  });
  const files = folderWith(wrapperFiles(config));
  const [command = "", ...args] = wrapperCommand(files, ["sh", "-c", "echo out; echo err >&2"]);
  const frames = execFileSync(command, args, { encoding: "utf8" });
  const log = frames.replaceAll(/^(?=.)/gm, "2026-11-20T20:00:00.000000001Z ");
  expect(log).not.toContain("\nout\n");
  expect(read(job, log)).toEqual({ stdout: "out\n", stderr: ["err"] });
});
