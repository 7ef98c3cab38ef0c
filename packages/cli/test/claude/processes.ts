import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { runs } from "./messages-api/reply.ts";

/** Stands in the command line of every process that the stories of this test file start. It can be a session's id. */
export const tag: string = randomUUID();

/** The command lines of those that are still there. */
export function storyProcesses(): readonly string[] {
  const { stdout } = spawnSync("ps", ["-A", "-ww", "-o", "stat=,args="], { encoding: "utf8" });
  // One that has ended and waits for its parent to notice is none any more.
  return stdout.split("\n").filter((line) => line.includes(tag) && !line.startsWith("Z"));
}

/** A tool that never ends by itself. */
export const hangs: ReturnType<typeof runs> = runs(`node -e "setTimeout(() => {}, 600_000)" ${tag}`);

export function isHanging(): boolean {
  return storyProcesses().some((line) => /^\S+\s+node -e /.test(line));
}
