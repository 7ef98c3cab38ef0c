import { once } from "node:events";
import { createServer } from "node:http";
import { onTestFinished } from "vitest";

export interface HostAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Paperclip's own API as far as it tells what became of a run: one answer after the other, and the last one stays. */
export async function hostThat(...answers: readonly HostAnswer[]) {
  return hostBy((_, nth) => answers[Math.min(nth, answers.length - 1)]);
}

async function hostBy(answerTo: (path: string, nth: number) => HostAnswer | undefined) {
  const asked: { path: string; authorization: string }[] = [];
  const server = createServer((request, response) => {
    const answer = answerTo(request.url ?? "", asked.length);
    asked.push({ path: request.url ?? "", authorization: request.headers.authorization ?? "" });
    const headers = { "content-type": "application/json", ...answer?.headers };
    response.writeHead(answer?.status ?? 500, headers).end(answer?.body);
  });
  onTestFinished(() => void server.close());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It listens on no port.");
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

/** The same, that has these runs and no others. */
export async function hostWith(runs: Readonly<Record<string, HostAnswer>>) {
  return hostBy((path) => runs[path.replace("/api/heartbeat-runs/", "")]);
}

/** As the host has a run in its database, as far as it is read. */
export function runRow(status: string, fields: Readonly<Record<string, unknown>> = {}): HostAnswer {
  return { status: 200, body: JSON.stringify({ status, ...fields }) };
}
