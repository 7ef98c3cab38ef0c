import { looksSecret } from "../looks-secret.ts";
import { PREFIX_LENGTH } from "../job-name.ts";
import { keyPath, problemAt, type Problem } from "../problem.ts";
import { DATA_VOLUME, isReservedKey, isReservedVariable, RESERVED_VOLUMES } from "../reserved.ts";
import type { RunSpec } from "../run-spec.ts";
import { textSize } from "../text-size.ts";
import { checkDurations } from "./check-durations.ts";
import { checkInputs } from "./check-inputs.ts";
import { hasControl, isDnsLabel } from "./names.ts";

/** What can be told from the specification alone; the rest is checked in the Job, where patches count too. */
export function* checkSpec(spec: RunSpec): Iterable<Problem> {
  yield* checkIdentity(spec);
  yield* checkDurations(spec);
  yield* checkInputs(spec);
  yield* checkReserved(spec);
  yield* checkWrapper(spec);
}

function* checkIdentity(spec: RunSpec): Iterable<Problem> {
  yield* checkText("runId", spec.runId);
  yield* checkText("agent", spec.agent);
  if (spec.session !== null) yield* checkText("session", spec.session);
  if (spec.lock !== null) yield* checkText("lock", spec.lock);
  if (!Number.isInteger(spec.attempt) || spec.attempt < 1 || spec.attempt > 9999)
    yield problemAt("attempt", "It is no whole number from 1 to 9999.", "Count attempts from 1.");
  const { namePrefix } = spec;
  if (!isDnsLabel(namePrefix) || namePrefix.length > PREFIX_LENGTH || !/^[a-z]/.test(namePrefix))
    yield problemAt(
      "namePrefix",
      `It is no DNS label of at most ${PREFIX_LENGTH} characters that begins with a letter.`,
      "Use lower-case letters, digits and hyphens.",
    );
  const isWhole = (id: number): boolean => Number.isInteger(id) && id >= 0 && id <= 2_147_483_647;
  const { uid, gid, fsGroup } = spec.user;
  if (![uid, gid, fsGroup ?? 0].every(isWhole))
    yield problemAt("user", "An id is no whole number from 0 to 2147483647.", "Use numeric ids.");
}

const TEXT_BYTES = 512;

/** Identity is kept in annotations as it is, and a part of a lock in the name, for everybody to read. */
function* checkText(path: string, text: string): Iterable<Problem> {
  if (text === "" || textSize(text) > TEXT_BYTES)
    yield problemAt(path, `It is empty or longer than ${TEXT_BYTES} bytes.`, "Use a short identifier.");
  if (hasControl(text))
    yield problemAt(path, "It has control characters or halves of characters.", "Use printable text.");
  if (looksSecret(text))
    yield problemAt(path, "It looks like a secret, and is kept readable.", "Use an identifier.");
}

function* checkWrapper({ wrapper, command }: RunSpec): Iterable<Problem> {
  if (wrapper === null) return;
  if (command.length === 0)
    yield problemAt("command", "A wrapper starts a command, and there is none.", "Give the agent's command.");
  const end = wrapper.command.slice(-command.length);
  if (command.some((word, place) => word !== end[place]))
    yield problemAt(
      "wrapper.command",
      "It does not end with `command`, so that it starts something else.",
      "Make it from `command`.",
    );
}

function* checkReserved(spec: RunSpec): Iterable<Problem> {
  for (const field of ["labels", "annotations"] as const)
    for (const [place, key] of Object.keys(spec[field]).entries())
      if (isReservedKey(key))
        yield problemAt(
          keyPath(field, key, place),
          "The key is ours or Kubernetes'.",
          "Use a prefix of your own.",
        );
  for (const [place, { name }] of spec.env.entries())
    if (isReservedVariable(name))
      yield problemAt(
        `env[${place}].name`,
        "The variable is set by us.",
        "Set HOME by `home.path` and TMPDIR by `tmp.path`; use another prefix than RUNVERDICT_.",
      );
  for (const [place, { name }] of spec.volumes.entries())
    if (name.startsWith(RESERVED_VOLUMES))
      yield problemAt(`volumes[${place}].name`, "Names of this prefix are ours.", "Use another name.");
  yield* checkMounts("mounts", spec.mounts);
  for (const list of ["initContainers", "sidecars"] as const)
    for (const [place, { mounts }] of spec[list].entries())
      yield* checkMounts(`${list}[${place}].mounts`, mounts);
}

function* checkMounts(path: string, mounts: RunSpec["mounts"]): Iterable<Problem> {
  for (const [place, { volume }] of mounts.entries()) {
    if (volume.startsWith(RESERVED_VOLUMES) && volume !== DATA_VOLUME)
      yield problemAt(
        `${path}[${place}].volume`,
        "The volume is the agent's alone.",
        "Mount a volume of `volumes`.",
      );
  }
}
