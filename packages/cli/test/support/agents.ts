import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { folderWith } from "./case-folder.ts";
import { init, says, success } from "./scenes.ts";

/** The stand-in for Claude Code that the README uses, without its pauses. */
export const exampleAgent: readonly string[] = [
  "env",
  "AGENT_PACE=0",
  process.execPath,
  fileURLToPath(new URL("../../example/agent.mjs", import.meta.url)),
];

/** An agent that prints this and ends. */
export function agentThat(prints: string, ending = ""): readonly string[] {
  const file = join(folderWith({ "said.jsonl": prints }), "said.jsonl");
  return ["sh", "-c", `cat ${file}; ${ending}`];
}

/** It works until it is told to stop, which it does at once, or to go on, when it gives its result. */
export function agentThatWaits(): { readonly command: readonly string[]; readonly goOn: () => void } {
  const folder = folderWith({ "said.jsonl": init + says("Waiting."), "result.jsonl": success, wait: "" });
  // What is there at the start is left alone by the simulator, which may take other paths for the container's own.
  const wait = `while [ -e ${folder}/wait ]; do sleep 0.02; done`;
  const script = `trap 'exit 143' TERM; cat ${folder}/said.jsonl; ${wait}; cat ${folder}/result.jsonl`;
  return { command: ["sh", "-c", script], goOn: () => rmSync(join(folder, "wait")) };
}

/** It works and does not hear SIGTERM. */
export function deafAgent(): readonly string[] {
  return agentThat(init + says("Deaf."), "trap '' TERM; while :; do sleep 0.05; done");
}
