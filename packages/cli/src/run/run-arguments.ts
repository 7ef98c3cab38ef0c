import { parseArgs } from "node:util";
import { misuse, misuseIn, type Misuse } from "../misuse.ts";
import { followingOptions, readFollowing, type Following } from "./following-options.ts";
import { objectionToEnv } from "./objection-to-env.ts";

/** What `runverdict run` was asked to do. */
export interface RunRequest extends Following {
  readonly kind: "run";
  readonly embedded: boolean;
  /** Null only where it means nothing, in the embedded cluster. */
  readonly image: string | null;
  readonly env: readonly EnvWish[];
  /** Path of a file; `-` is standard input. */
  readonly prompt: string | null;
  readonly wrapper: boolean;
  readonly command: readonly string[];
}

/** A variable of the agent; `value` null takes it from our own environment. */
export interface EnvWish {
  readonly name: string;
  readonly value: string | null;
}

export type AskedToRun = RunRequest | { readonly kind: "help" } | { readonly kind: "version" } | Misuse;

const options = {
  ...followingOptions,
  embedded: { type: "boolean" },
  image: { type: "string" },
  env: { type: "string", short: "e", multiple: true },
  prompt: { type: "string" },
  wrapper: { type: "boolean" },
} as const;

export function readRunArguments(args: readonly string[]): AskedToRun {
  const end = args.indexOf("--");
  const [own, command] = end === -1 ? [args, []] : [args.slice(0, end), args.slice(end + 1)];
  let parsed;
  try {
    parsed = parseArgs({ args: [...own], options, allowPositionals: true });
  } catch (error) {
    return misuseIn(error);
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  const following = readFollowing(values);
  if (following.kind === "misuse") return following;
  const { embedded = false, image = null, prompt = null, wrapper = false } = values;
  const env = (values.env ?? []).map(readEnv);
  const request = { kind: "run", embedded, image, env, prompt, wrapper, command } as const;
  const wrong =
    positionals.length > 0
      ? strayWord(positionals[0] ?? "")
      : (objection(request, following.following) ?? objectionToGrace(values.grace, following.following));
  return wrong === null ? { ...following.following, ...request } : misuse(wrong);
}

function readEnv(given: string): EnvWish {
  const equals = given.indexOf("=");
  return equals === -1
    ? { name: given, value: null }
    : { name: given.slice(0, equals), value: given.slice(equals + 1) };
}

function strayWord(word: string): string {
  return `"${word}" stands before --; the agent's command comes behind it: runverdict run [options] -- ${word} ...`;
}

type Own = Omit<RunRequest, keyof Following>;

function objection({ command, embedded, image, env }: Own, { cluster, keep }: Following): string | null {
  if (command.length === 0 || command[0] === "")
    return "Say what to run behind --: runverdict run [options] -- <command ...>";
  const wrong = objectionToEnv(env.map(({ name }) => name)) ?? objectionToImage(image);
  if (wrong !== null) return wrong;
  if (!embedded) return image === null || image === "" ? noImage : null;
  if (cluster.context !== null || cluster.kubeconfig !== null)
    return "--embedded brings its own cluster; leave --context and --kubeconfig out.";
  return keep ? "--keep keeps the Job in the cluster, and an embedded cluster is gone with the run." : null;
}

/** Kubernetes counts it in whole seconds, and an agent that gets none can't save its work. */
function objectionToGrace(given: string | undefined, { limits }: Following): string | null {
  const { stopGraceMs = 1000 } = limits;
  if (stopGraceMs >= 1000 && stopGraceMs <= 3_600_000) return null;
  return `--grace must be from 1s to 1h, not "${given ?? ""}".`;
}

/** What can't be an image at all; whether there is one of the name, the node will say. */
function objectionToImage(image: string | null): string | null {
  if (image === null || image === "" || /^[A-Za-z0-9](?:[A-Za-z0-9._:@/-]{0,1000}[A-Za-z0-9])?$/.test(image))
    return null;
  return "--image must be a reference like registry.example/agent:1 or registry.example/agent@sha256:...";
}

const noImage =
  "Name the image that the agent runs in with --image, or say --embedded to run it here, without Kubernetes.";
