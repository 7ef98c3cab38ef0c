import { fieldIn, recordsIn, textIn, textsIn } from "../host/host-field.ts";

/** A skill that the host has, as it tells of it in an agent's configuration. */
export interface RuntimeSkill {
  readonly key: string;
  /** The name of its folder. */
  readonly runtimeName: string;
  /** The folder on the host's disk. */
  readonly source: string;
  readonly versionId: string | null;
  readonly currentVersionId: string | null;
  /** Why its files are not there; null where they are. */
  readonly missing: string | null;
}

/** By this skill an agent speaks to Paperclip; it comes along whatever else is wished for, as the host has it. */
const OPERATIONAL_SKILL = "paperclipai/paperclip/paperclip";

export function readRuntimeSkills(config: unknown): readonly RuntimeSkill[] {
  return recordsIn(config, "paperclipRuntimeSkills").flatMap((entry) => {
    const key = textIn(entry, "key") ?? textIn(entry, "name");
    const runtimeName = textIn(entry, "runtimeName") ?? textIn(entry, "name");
    const source = textIn(entry, "source");
    if (key === null || runtimeName === null || source === null) return [];
    return [
      {
        key,
        runtimeName,
        source,
        versionId: textIn(entry, "versionId"),
        currentVersionId: textIn(entry, "currentVersionId"),
        missing:
          textIn(entry, "sourceStatus") === "missing"
            ? (textIn(entry, "missingDetail") ?? "Paperclip does not have the files of this skill.")
            : null,
      },
    ];
  });
}

/**
 * The keys of the skills that the agent is to have, each once. A wish may be a key, the name of a folder, or the last
 * part of a key, where that means one skill, in whatever case; a wish that means none is kept, to be told of.
 */
export function desiredSkills(config: unknown, available: readonly RuntimeSkill[]): readonly string[] {
  const sync = fieldIn(config, "paperclipSkillSync");
  const wishes = [
    ...textsIn(sync, "desiredSkills"),
    ...recordsIn(sync, "desiredSkills").flatMap((entry) => textIn(entry, "key") ?? []),
  ];
  const operational = available.filter(({ key }) => sameName(key, OPERATIONAL_SKILL)).map(({ key }) => key);
  return [...new Set([...operational, ...wishes.map((wish) => keyOf(wish, available))])];
}

function keyOf(wish: string, available: readonly RuntimeSkill[]): string {
  const readings: readonly ((skill: RuntimeSkill) => string)[] = [
    ({ key }) => key,
    ({ runtimeName }) => runtimeName,
    ({ key }) => key.split("/").at(-1) ?? key,
  ];
  for (const reading of readings) {
    const [first, second] = available.filter((skill) => sameName(reading(skill), wish));
    if (first !== undefined && second === undefined) return first.key;
  }
  return wish.toLowerCase();
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
