import { readFileSync } from "node:fs";
import type { WrapperConfig } from "./wrapper-config.ts";

/*
 * The wrapper is Node and not a shell, although a shell would be there in more images: exact bytes, sequence numbers,
 * a running hash and deadlines are beyond a portable one. Claude Code needs Node or brings it along; an image without it
 * runs unwrapped. The one thing Node can't do, waiting for orphans as process 1, is left to the few lines of `reap.sh`.
 *
 * The scripts are plain files which are mounted as they stand. They lie under `src`, which is published; from there and
 * from `dist` it is the same way to them.
 */
const inPod = new URL("../../src/wrapper/in-pod/", import.meta.url);

const scripts = [
  "agent.mjs",
  "config.mjs",
  "courier.mjs",
  "last-word.mjs",
  "memory.mjs",
  "printer.mjs",
  "reap.sh",
  "relay.mjs",
  "run.mjs",
  "spool.mjs",
  "stopper.mjs",
  "streams.mjs",
  "termination-message.mjs",
  "witness.mjs",
  "wrapper.mjs",
] as const;

/**
 * The agent has no use for a large heap beside it. With these the wrapper took 56 MB when idle and at most 83 MB while
 * 500 MB went through it (Node 24); without the second one 134 MB.
 */
const heap = ["--max-old-space-size=64", "--max-semi-space-size=1"];

/**
 * The files of the wrapper by their names, for one flat folder: the data of a Secret or ConfigMap, or files of a local
 * folder. About 45 KB. Reads the scripts from the package, anew at each call.
 */
export function wrapperFiles(config: WrapperConfig): Readonly<Record<string, string>> {
  const texts = scripts.map((name) => [name, readFileSync(new URL(name, inPod), "utf8")] as const);
  return { ...Object.fromEntries(texts), "wrapper.json": `${JSON.stringify(config, null, 2)}\n` };
}

/**
 * The container's command that runs the agent's command wrapped; `folder` is where the files are mounted. Throws a
 * TypeError for an empty command, since the image's own entrypoint can't be known.
 */
export function wrapperCommand(folder: string, command: readonly string[]): readonly string[] {
  if (command.length === 0) {
    throw new TypeError("A wrapped container needs its command: spell out what the image would run.");
  }
  const node = ["node", ...heap, `${folder}/wrapper.mjs`, `${folder}/wrapper.json`];
  return ["/bin/sh", `${folder}/reap.sh`, ...node, "--", ...command];
}
