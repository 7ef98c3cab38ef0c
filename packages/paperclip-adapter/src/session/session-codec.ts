import { readSessionParams, writeSessionParams } from "./session-params.ts";

/** As the host calls it: what it stores of a session, and what it shows of it. */
export interface SessionCodec {
  serialize: (params: Record<string, unknown> | null) => Record<string, unknown> | null;
  deserialize: (raw: unknown) => Record<string, unknown> | null;
  getDisplayId: (params: Record<string, unknown> | null) => string | null;
}

/** Both directions are one, and read what any version of them wrote. */
export const sessionCodec: SessionCodec = {
  serialize: recoded,
  deserialize: recoded,
  getDisplayId: (params) => readSessionParams(params)?.sessionId ?? null,
};

function recoded(raw: unknown): Record<string, unknown> | null {
  const params = readSessionParams(raw);
  return params === null ? null : writeSessionParams(params);
}
