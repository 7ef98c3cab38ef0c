import { desiredSkills, readRuntimeSkills, type RuntimeSkill } from "../manifest/runtime-skills.ts";

/** What the host's page of an agent's skills shows. */
export interface SkillSnapshot {
  adapterType: string;
  supported: boolean;
  /** Nothing is installed: each run gets what is wished for when it begins. */
  mode: "ephemeral";
  desiredSkills: string[];
  desiredSkillEntries: { key: string; versionId: string | null }[];
  entries: SkillEntry[];
  warnings: string[];
}

export interface SkillEntry {
  key: string;
  runtimeName: string | null;
  versionId?: string | null;
  currentVersionId?: string | null;
  desired: boolean;
  managed: boolean;
  state: "available" | "configured" | "missing";
  origin: "company_managed" | "external_unknown";
  originLabel: string;
  readOnly: boolean;
  sourcePath: string | null;
  targetPath: null;
  detail: string | null;
}

/** @param config the agent's configuration as the host sends it, with its skills and wishes. */
export function skillSnapshot(adapterType: string, config: unknown): SkillSnapshot {
  const available = readRuntimeSkills(config);
  const desired = desiredSkills(config, available);
  const unknown = desired.filter((key) => !available.some((skill) => skill.key === key));
  const entries = [
    ...available.map((skill) => knownEntry(skill, desired.includes(skill.key))),
    ...unknown.map(unknownEntry),
  ];
  return {
    adapterType,
    supported: true,
    mode: "ephemeral",
    desiredSkills: [...desired],
    desiredSkillEntries: desired.map((key) => ({ key, versionId: versionOf(key, available) })),
    entries: entries.toSorted((one, other) => one.key.localeCompare(other.key, "en")),
    warnings: unknown.map((key) => `Paperclip has no skill "${key}"; runs begin without it.`),
  };
}

function versionOf(key: string, available: readonly RuntimeSkill[]): string | null {
  return available.find((skill) => skill.key === key)?.versionId ?? null;
}

function knownEntry(skill: RuntimeSkill, desired: boolean): SkillEntry {
  const { key, runtimeName, versionId, currentVersionId, source, missing } = skill;
  const about = { key, runtimeName, versionId, currentVersionId, desired, managed: true, readOnly: false };
  const origin = {
    origin: "company_managed",
    originLabel: "Managed by Paperclip",
    targetPath: null,
  } as const;
  if (missing !== null) return { ...about, ...origin, state: "missing", sourcePath: null, detail: missing };
  const state = desired ? "configured" : "available";
  const detail = desired
    ? "Goes into the pod of each run, below .claude/skills of a folder of its own."
    : null;
  return { ...about, ...origin, state, sourcePath: source, detail };
}

function unknownEntry(key: string): SkillEntry {
  return {
    key,
    runtimeName: null,
    desired: true,
    managed: true,
    state: "missing",
    origin: "external_unknown",
    originLabel: "External or unavailable",
    readOnly: false,
    sourcePath: null,
    targetPath: null,
    detail: "Paperclip has no skill of this name.",
  };
}
