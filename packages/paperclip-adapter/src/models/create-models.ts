import { inheritedEnv } from "@runverdict/k8s-runner";
import { usesBedrock } from "../manifest/billing.ts";
import { detectModel, type DetectedModel, type HostEnv } from "./detect-model.ts";
import { discoverModels, type ModelSource } from "./discover-models.ts";
import { ANTHROPIC_MODELS, BEDROCK_MODELS, type Model } from "./known-models.ts";

/** What the host asks an adapter about models. */
export interface Models {
  /** Those that are known without asking anybody. */
  readonly models: Model[];
  readonly listModels: () => Promise<Model[]>;
  /** The same, and it asks again even if it asked a moment ago. */
  readonly refreshModels: () => Promise<Model[]>;
  readonly detectModel: () => Promise<DetectedModel | null>;
}

/** Every form that is opened asks. */
const FRESH_MS = 60_000;

interface Discovered {
  readonly models: readonly Model[];
  readonly at: number;
}

/**
 * The models that a form offers. With an API key among the host's variables Anthropic is asked, so that a model is
 * offered on the day that it comes out; what is known here is offered always. A form takes any other name as well.
 */
export function createModels(env: HostEnv, now: () => number = Date.now): Models {
  const isBedrock = usesBedrock(inheritedEnv(env, ["CLAUDE_CODE_USE_BEDROCK", "ANTHROPIC_BEDROCK_BASE_URL"]));
  const known = isBedrock ? BEDROCK_MODELS : ANTHROPIC_MODELS;
  const source = isBedrock ? null : sourceIn(env);
  let last: Discovered | null = null;
  async function list(freshMs: number): Promise<Model[]> {
    if (source === null) return offered(known);
    if (last === null || now() - last.at >= freshMs) {
      const models = await discoverModels(source);
      // What it told before is nearer to the truth than nothing.
      if (models !== null) last = { models, at: now() };
    }
    return offered([...(last?.models ?? []), ...known]);
  }
  return {
    models: offered(known),
    listModels: () => list(FRESH_MS),
    refreshModels: () => list(0),
    detectModel: () => Promise.resolve(detectModel(env)),
  };
}

function sourceIn(env: HostEnv): ModelSource | null {
  const apiKey = env["ANTHROPIC_API_KEY"]?.trim() ?? "";
  const baseUrl = env["ANTHROPIC_BASE_URL"]?.trim() ?? "";
  return apiKey === "" ? null : { apiKey, baseUrl: baseUrl === "" ? "https://api.anthropic.com" : baseUrl };
}

/** Each id once, by the name it came with first; copies, for the host's to keep. */
function offered(models: readonly Model[]): Model[] {
  const byId = new Map(models.toReversed().map((model) => [model.id, { ...model }]));
  const ids = new Set(models.map(({ id }) => id));
  return [...ids].flatMap((id) => byId.get(id) ?? []);
}
