import { INPUTS_PATH, type EnvEntry, type InputFile } from "@runverdict/k8s-runner";
import { quotable } from "@runverdict/classifier/kubernetes";
import type { ConfiguredVariable } from "../config/adapter-config.ts";
import type { Variable } from "./paperclip-variables.ts";

/** The agent's environment, and the files of those variables that no program can be started with. */
export interface Environment {
  readonly env: readonly EnvEntry[];
  readonly inputs: readonly InputFile[];
  /** Values that must be seen nowhere, whatever they are called. */
  readonly secrets: readonly string[];
  readonly notes: readonly string[];
}

export interface VariableSources {
  readonly inherited: readonly EnvEntry[];
  /** Of the adapter's own; configuration may say otherwise. */
  readonly usual: readonly Variable[];
  readonly configured: readonly ConfiguredVariable[];
  /** The run's own; nothing overrides them. */
  readonly paperclip: readonly Variable[];
}

/** The host fills these in with paths of its own disk, or the runner sets them. */
const HOST_PATHS = new Set([
  "AGENT_HOME",
  "GH_CONFIG_DIR",
  "HOME",
  "PAPERCLIP_RUN_SCRATCH_DIR",
  "PAPERCLIP_SCRATCH_DIR",
  "TEMP",
  "TMP",
  "TMPDIR",
]);

/** An agent's identity at Paperclip is the run's; a key from a form would be somebody else's. */
const NEVER_CONFIGURED = "PAPERCLIP_API_KEY";

/** Linux starts no program with a variable of 128 KiB, its name included. */
const LONGEST_BYTES = 131_072 - 256;

/**
 * Later sources win: inherited, the adapter's own, configured, and then what Paperclip itself says of this run. All
 * values that somebody typed in, and all that Paperclip says, go into the run's Secret.
 */
export function environmentOf(sources: VariableSources): Environment {
  const { inherited, usual, configured, paperclip } = sources;
  const reserved = new Set([NEVER_CONFIGURED, ...HOST_PATHS, ...paperclip.map(([name]) => name)]);
  const [kept, refused] = split(configured, ({ name }) => !reserved.has(name));
  const [small, large] = split(paperclip, ([, value]) => Buffer.byteLength(value) <= LONGEST_BYTES);
  const entries: readonly EnvEntry[] = [
    ...inherited,
    ...usual.map(([name, value]): EnvEntry => ({ kind: "value", name, value })),
    ...kept.map(entryOf),
    ...small.map(([name, value]): EnvEntry => ({ kind: "secret", name, value })),
    ...large.map(([name]): EnvEntry => ({
      kind: "value",
      name: `${name}_FILE`,
      value: `${INPUTS_PATH}/${fileOf(name)}`,
    })),
  ];
  const env = [...new Map(entries.map((entry) => [entry.name, entry])).values()];
  return {
    env,
    inputs: large.map(([name, text]) => ({ path: fileOf(name), text, sensitive: true })),
    secrets: secretsIn(sources),
    notes: notesOf(refused, large),
  };
}

function entryOf(variable: ConfiguredVariable): EnvEntry {
  const { name } = variable;
  if (variable.kind === "value") return { kind: "secret", name, value: variable.value };
  const { secret, key, optional } = variable;
  return { kind: "secret-key", name, from: secret, key, optional };
}

function fileOf(name: string): string {
  return `variables/${name}`;
}

/** Folders are dropped in silence: the host puts them there for every agent, and nobody misses them. */
function notesOf(refused: readonly ConfiguredVariable[], large: readonly Variable[]): readonly string[] {
  const told = refused
    .map(({ name }) => name)
    .filter((name) => !HOST_PATHS.has(name))
    .map(
      (name) =>
        `The variable ${quotable(name, 80)} of the configuration is left out: Paperclip sets it itself.`,
    );
  const moved = large.map(
    ([name]) => `${name} is too long for a variable; it is in a file that ${name}_FILE names.`,
  );
  return [...told, ...moved];
}

/** Short ones are words as well, and would be masked wherever they stand. */
const SHORTEST_SECRET = 8;

function secretsIn({ inherited, configured, paperclip }: VariableSources): readonly string[] {
  const passed = inherited.flatMap((one) => (one.kind === "secret" ? [one.value] : []));
  const typed = configured.flatMap((one) => (one.kind === "value" && !isPlain(one.name) ? [one.value] : []));
  const tokens = paperclip.flatMap(([name, value]) => (/_(?:KEY|TOKEN)$/.test(name) ? [value] : []));
  return [...new Set([...passed, ...typed, ...tokens])].filter((value) => value.length >= SHORTEST_SECRET);
}

/** A value that a program prints all the time, and that is nobody's secret. */
function isPlain(name: string): boolean {
  return HOST_PATHS.has(name) || /^(?:LANG|LC_[A-Z]+|TZ|NODE_ENV|PATH|TERM)$/.test(name);
}

function split<T>(items: readonly T[], accepts: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(accepts), items.filter((item) => !accepts(item))];
}
