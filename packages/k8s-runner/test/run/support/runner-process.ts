import { openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { connect } from "../../../src/cluster/connect.ts";
import type { RunSpec } from "../../../src/job/run-spec.ts";
import { createFileStore } from "../../../src/run/file-store.ts";
import { runJob } from "../../../src/run/run-job.ts";
import { aSpec } from "./a-spec.ts";

/**
 * A runner in a process of its own, for a test that kills it: follows the run of the specification in a file, or of the
 * usual one, writes its output to a file, and how it left the run beside it.
 */
const [, , kubeconfig = "", store = "", outputFile = "", specFile] = process.argv;
const source = { kind: "file", path: kubeconfig } as const;
const connected = await connect({ source }, new AbortController().signal);
if (connected.kind !== "connected") throw new Error(connected.kind);
const file = openSync(outputFile, "w");
const onOutput = (bytes: Uint8Array, offset: number): void =>
  void writeSync(file, bytes, 0, bytes.length, offset);
const spec = specFile === undefined ? aSpec() : (JSON.parse(readFileSync(specFile, "utf8")) as RunSpec);
const run = runJob({ cluster: connected.cluster, spec, store: createFileStore(store), onOutput });
const { ending, evidence } = await run.outcome;
writeFileSync(`${outputFile}.outcome`, JSON.stringify({ ending, create: evidence.run.create }));
await connected.cluster.close();
