import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cluster } from "../../../src/cluster/cluster.ts";
import { reached } from "../../../../../test/support/reached.ts";
import { eventually, turns } from "../support/eventually.ts";
import { openOddServer } from "../support/odd-server.ts";
import type { Handler, OddServer } from "../support/odd-server.ts";
import { connectTo, forever } from "../support/with-cluster.ts";

const path = "/api/v1/namespaces/agents/pods/one/log";
const body = JSON.stringify({ kind: "Pod", text: "ä€😀".repeat(40) });
const bytes = Buffer.from(body);

let handle: Handler = () => {};
let server: OddServer;
let cluster: Cluster;
beforeAll(async () => {
  server = await openOddServer((asked, response) => handle(asked, response));
  cluster = await connectTo(server.kubeconfig);
});
afterAll(async () => {
  await cluster.close();
  await eventually(() => server.openSockets() === 0);
  await server.close();
});

const cuts = fc.record({
  at: fc.nat(bytes.length - 1),
  pieces: fc.array(fc.integer({ min: 1, max: 80 }), { maxLength: 6 }),
  how: fc.constantFrom("close", "reset"),
});
type Cut = typeof cuts extends fc.Arbitrary<infer T> ? T : never;

/** Sends the first bytes of an answer in pieces, and then breaks the connection. */
function breaking({ at, pieces, how }: Cut): Handler {
  return (_, response) => {
    response.writeHead(200, { "content-length": String(bytes.length) });
    response.flushHeaders();
    const send = (from: number, nth: number): void => {
      const end = Math.min(at, from + (pieces[nth] ?? at));
      const then = (): void => {
        if (end < at) setImmediate(send, end, nth + 1);
        else if (how === "close") response.destroy();
        else response.socket?.resetAndDestroy();
      };
      if (end === from) then();
      else response.write(bytes.subarray(from, end), then);
    };
    send(0, 0);
  };
}

test("for all cuts of an answer, no part of it is taken for the whole, and the next request is answered", async () => {
  const met = reached("before the first byte", "within a character", "by a reset");
  await fc.assert(
    fc.asyncProperty(cuts, async (cut) => {
      handle = breaking(cut);
      const answer = await cluster.request({ method: "GET", path }, forever);
      expect(answer).toMatchObject({ kind: "cut" });
      met.when("before the first byte", cut.at === 0);
      met.when("within a character", ((bytes[cut.at] ?? 0) & 0xc0) === 0x80);
      met.when("by a reset", cut.how === "reset");
      handle = (_, response) => void response.end(body);
      expect(await cluster.request({ method: "GET", path }, forever)).toMatchObject({ kind: "answered" });
    }),
  );
  met.expectAll();
});

test("for all cuts of a stream, what came is a beginning of it, and its end is told", async () => {
  const met = reached("all that was sent came");
  await fc.assert(
    fc.asyncProperty(cuts, async (cut) => {
      handle = breaking(cut);
      const answer = await cluster.stream({ method: "GET", path, idleMs: 60_000 }, forever);
      // A reset may overtake the head.
      if (answer.kind !== "opened") {
        expect(answer.kind).toBe("cut");
        return;
      }
      const chunks: Uint8Array[] = [];
      for await (const chunk of answer.chunks) chunks.push(chunk);
      const came = Buffer.concat(chunks);
      expect(came.equals(bytes.subarray(0, came.length))).toBe(true);
      expect(came.length).toBeLessThanOrEqual(cut.at);
      expect(answer.end()).toBe("reset");
      met.when("all that was sent came", came.length === cut.at && cut.at > 0);
    }),
  );
  met.expectAll();
});

const stages = ["asked", "head", "body", "end"] as const;

test("for all moments of an abort, it settles once, nothing is thrown, and the connection is closed", async () => {
  const met = reached("aborted before the head", "aborted in the body", "too late");
  const moments = fc.record({
    serverStops: fc.constantFrom(...stages),
    abortAfterTurns: fc.nat(40),
    isStream: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(moments, async ({ serverStops, abortAfterTurns, isStream }) => {
      handle = (_, response) => {
        if (serverStops === "asked") return;
        response.flushHeaders();
        if (serverStops === "head") return;
        response.write(body);
        if (serverStops === "end") response.end();
      };
      const before = server.requests.length;
      const { signal, abort } = aborter();
      let settled = 0;
      const outcome = (isStream ? readStream(signal) : askOnce(signal)).finally(() => {
        settled += 1;
      });
      await turns(abortAfterTurns);
      const wasOver = settled === 1;
      abort();
      abort();
      const how = await outcome;
      expect(settled).toBe(1);
      if (!wasOver) expect(["aborted", "answered", "eof"]).toContain(how);
      if (serverStops !== "end") expect(how).toBe("aborted");
      met.when("aborted before the head", how === "aborted" && serverStops === "asked");
      met.when("aborted in the body", how === "aborted" && serverStops === "body");
      met.when("too late", wasOver);
      if (how === "aborted")
        await eventually(() => server.requests.slice(before).every((one) => one.isGone()));
    }),
  );
  met.expectAll();
});

function aborter(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

async function askOnce(signal: AbortSignal): Promise<string> {
  return (await cluster.request({ method: "GET", path }, signal)).kind;
}

async function readStream(signal: AbortSignal): Promise<string> {
  const answer = await cluster.stream({ method: "GET", path, idleMs: 60_000 }, signal);
  if (answer.kind !== "opened") return answer.kind;
  for await (const _chunk of answer.chunks);
  return answer.end() ?? "never";
}
