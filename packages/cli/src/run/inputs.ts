import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { read, unusable, type Attempt } from "../explain/attempt.ts";
import { fileTrouble } from "../explain/file-trouble.ts";
import type { World } from "../world.ts";
import type { EnvWish, RunRequest } from "./run-arguments.ts";

/** What the agent is given; each of it may be secret. */
export interface Inputs {
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly prompt: string | null;
}

/** Of a Secret; with --wrapper, what it needs comes on top. */
const MOST_BYTES = 1_048_576;

export async function readInputs(
  { env, prompt }: Pick<RunRequest, "env" | "prompt">,
  world: Pick<World, "env" | "stdin">,
): Promise<Attempt<Inputs>> {
  const missing = env.find(({ name, value }) => value === null && world.env[name] === undefined);
  if (missing !== undefined)
    return unusable(
      `--env ${missing.name}: there is no such variable here; set it, or give --env ${missing.name}=value.`,
    );
  const values = env.map((wish) => ({ name: wish.name, value: valueOf(wish, world) }));
  if (prompt === null) return read({ env: values, prompt });
  try {
    const said = prompt === "-" ? await text(world.stdin()) : await readFile(prompt, "utf8");
    if (said.trim() === "") return unusable(emptyPrompt(prompt));
    const bytes = bytesOf([said, ...values.map(({ value }) => value)]);
    return bytes > MOST_BYTES ? unusable(tooLarge(bytes)) : read({ env: values, prompt: said });
  } catch (error) {
    return fileTrouble(prompt, error);
  }
}

function valueOf({ name, value }: EnvWish, { env }: Pick<World, "env">): string {
  return value ?? env[name] ?? "";
}

function bytesOf(texts: readonly string[]): number {
  return texts.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
}

function tooLarge(bytes: number): string {
  return (
    `--prompt and the variables have ${bytes} bytes together, and the Secret that brings them holds ${MOST_BYTES}; ` +
    "put what is long where the agent can fetch it, and say in the prompt where that is."
  );
}

function emptyPrompt(prompt: string): string {
  const place = prompt === "-" ? "on standard input" : `in "${prompt}"`;
  return `There is no prompt ${place}; write one, or leave --prompt out.`;
}
