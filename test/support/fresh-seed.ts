import type { TestProject } from "vitest/node";

/** Says which seed a fresh search has, before it begins: a red run of CI is repeated with it. */
export function setup({ name, config }: TestProject): void {
  const seed = config.env["RUNVERDICT_SEED"] ?? "";
  process.stdout.write(`${name}: seed ${seed}, again with RUNVERDICT_SEED=${seed}\n`);
}
