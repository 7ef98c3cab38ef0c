import { z } from "zod";
import type { Model } from "./known-models.ts";

/** Whose list of models is asked for. */
export interface ModelSource {
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** A form waits for it. */
const TIMEOUT_MS = 5000;
const MOST_CHARACTERS = 1_000_000;

const answer = z.looseObject({
  data: z
    .array(
      z.looseObject({
        id: z.string().regex(/^[\w.:@/[\]-]{1,200}$/),
        display_name: z
          .string()
          .regex(/^[^\p{Cc}]{1,200}$/u)
          .nullish()
          .catch(null),
      }),
    )
    .max(1000),
});

/** The models that this key may use, newest first; null when the API does not tell. It never throws. */
export async function discoverModels({ baseUrl, apiKey }: ModelSource): Promise<readonly Model[] | null> {
  try {
    const response = await fetch(`${baseUrl.replace(/\/+$/, "")}/v1/models?limit=1000`, {
      headers: { "anthropic-version": "2023-06-01", "x-api-key": apiKey },
      // Wherever it led to, the key would go along.
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const read = answer.safeParse(response.ok ? JSON.parse(await boundedText(response)) : null);
    return read.success
      ? read.data.data.map(({ id, display_name: name }) => ({ id, label: name ?? id }))
      : null;
  } catch {
    return null;
  }
}

/** A cut JSON is none. */
async function boundedText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MOST_CHARACTERS) break;
  }
  return text;
}
