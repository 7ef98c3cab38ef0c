import type { Wanted } from "./contender.ts";

const RECONNECT_MS = 3000;
const NEWLINE = 0x0a;

/**
 * The log as the polling loop follows it: when the connection ends while the run goes on, it is opened anew after a pause,
 * and lines that are not newer than the last are dropped.
 */
export async function followLog(wanted: Wanted, pod: string, over: AbortSignal): Promise<void> {
  let last = "";
  while (!over.aborted) {
    last = await readOn(wanted, pod, last);
    await wanted.cluster.clock.sleep(RECONNECT_MS, over);
  }
}

/** Reads one connection to its end; gives the timestamp of the newest line. */
async function readOn({ cluster, onOutput }: Wanted, pod: string, since: string): Promise<string> {
  const path = `/api/v1/namespaces/agents/pods/${pod}/log`;
  const from: Record<string, string> = since === "" ? {} : { sinceTime: since };
  const query = { container: "agent", follow: "true", timestamps: "true", ...from };
  const request = { method: "GET", path, query, idleMs: 600_000 } as const;
  const opened = await cluster.stream(request, new AbortController().signal);
  if (opened.kind !== "opened") return since;
  let last = since;
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of opened.chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      const line = Buffer.from(rest.subarray(0, end + 1));
      rest = rest.subarray(end + 1);
      const space = line.indexOf(0x20);
      const stamp = line.toString("latin1", 0, space);
      if (stamp <= last) continue;
      last = stamp;
      onOutput(line.subarray(space + 1));
    }
  }
  return last;
}
