import { skillSnapshot, type SkillSnapshot } from "./skill-snapshot.ts";

/** What the host says of an agent when it asks for its skills. */
export interface SkillContext {
  readonly adapterType: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** The skills that the host has for the agent, and which of them its runs get. */
export function listSkills({ adapterType, config }: SkillContext): Promise<SkillSnapshot> {
  return Promise.resolve(skillSnapshot(adapterType, config));
}

/** The wishes as the host will store them: there is nothing to install, since each run gets them anew. */
export function syncSkills(
  { adapterType, config }: SkillContext,
  desired: readonly string[],
): Promise<SkillSnapshot> {
  const paperclipSkillSync = { desiredSkills: [...desired] };
  return Promise.resolve(skillSnapshot(adapterType, { ...config, paperclipSkillSync }));
}
