import { fieldIn, textIn } from "../host/host-field.ts";

/** Paperclip's own API, and in whose name it is asked; null where it is not known. */
export interface HostApi {
  readonly url: string | null;
  readonly token: string | null;
}

/** What Paperclip says of a run. Instants are its own, in epoch milliseconds. */
export interface HostRun {
  /** In Paperclip's words: `running`, `interrupted`, `failed`, … */
  readonly status: string;
  /** Until when the process that runs it holds it, which it renews every ten seconds; null where the host has no such thing. */
  readonly heldUntil: number | null;
  readonly answeredAt: number | null;
}

const ANSWER_MS = 10_000;
const MOST_BYTES = 4 * 1024 * 1024;

/** Null where nobody can be asked, and for an answer that says nothing: a refusal, an error, nonsense, silence. */
export async function askRun(api: HostApi, runId: string, signal: AbortSignal): Promise<HostRun | null> {
  if (api.url === null || api.token === null) return null;
  try {
    const response = await fetch(`${originOf(api.url)}/api/heartbeat-runs/${encodeURIComponent(runId)}`, {
      headers: { authorization: `Bearer ${api.token}`, accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    const length = Number(response.headers.get("content-length") ?? 0);
    if (response.ok && length <= MOST_BYTES)
      return hostRun(await response.json(), response.headers.get("date"));
    await response.body?.cancel();
    return null;
  } catch {
    return null;
  }
}

function hostRun(row: unknown, date: string | null): HostRun | null {
  const status = textIn(row, "status");
  if (status === null) return null;
  return {
    status,
    heldUntil: instant(fieldIn(row, "controllerLeaseExpiresAt")),
    answeredAt: instant(date),
  };
}

function instant(text: unknown): number | null {
  const at = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isFinite(at) ? at : null;
}

/** Paperclip takes its address with `/api` at the end too. */
function originOf(url: string): string {
  return url.replace(/\/$/, "").replace(/\/api$/, "");
}
