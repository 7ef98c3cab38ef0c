import { PROMPT_PATH, SPOOL_PATH, WRAPPER_PATH } from "../../src/job/reserved.ts";
import type { RunSpec } from "../../src/job/run-spec.ts";
import type { RunOptions } from "../../src/run/run-options.ts";
import { wrapperConfig, type WrapperConfig } from "../../src/wrapper/wrapper-config.ts";
import { wrapperCommand, wrapperFiles } from "../../src/wrapper/wrapper-files.ts";
import { follow, type Followed } from "./follow.ts";
import type { Ground } from "./ground.ts";

/** Runs an agent in the in-pod wrapper. */
export function followWrapped(
  ground: Ground,
  command: readonly string[],
  config: Partial<WrapperConfig> = {},
  differs: Partial<RunSpec> = {},
  options: Partial<RunOptions> = {},
): Followed {
  const stdinPath = differs.prompt === undefined ? null : PROMPT_PATH;
  const files = (nonce: string): Readonly<Record<string, string>> =>
    wrapperFiles(wrapperConfig({ nonce, spoolFolder: SPOOL_PATH, stdinPath, heartbeatMs: 200, ...config }));
  const wrapper = {
    command: wrapperCommand(WRAPPER_PATH, command),
    files: files("00000000"),
    spoolSizeLimit: "1Gi",
  };
  const resources = { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } };
  return follow(ground, { command, wrapper, resources, ...differs }, { ...options, wrapperFiles: files });
}
