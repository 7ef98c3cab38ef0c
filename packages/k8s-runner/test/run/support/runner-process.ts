import { openSync, writeSync } from "node:fs";
import { connect } from "../../../src/cluster/connect.ts";
import { createFileStore } from "../../../src/run/file-store.ts";
import { runJob } from "../../../src/run/run-job.ts";
import { aSpec } from "./a-spec.ts";

/** A runner in a process of its own, for a test that kills it: follows the run, and writes its output to a file. */
const [, , kubeconfig = "", store = "", outputFile = ""] = process.argv;
const source = { kind: "file", path: kubeconfig } as const;
const connected = await connect({ source }, new AbortController().signal);
if (connected.kind !== "connected") throw new Error(connected.kind);
const file = openSync(outputFile, "w");
const onOutput = (bytes: Uint8Array, offset: number): void =>
  void writeSync(file, bytes, 0, bytes.length, offset);
await runJob({ cluster: connected.cluster, spec: aSpec(), store: createFileStore(store), onOutput }).outcome;
