import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { createHandClock } from "../support/hand-clock.ts";
import { eventually, turns } from "../support/eventually.ts";
import { json } from "../support/odd-server.ts";
import type { Handler } from "../support/odd-server.ts";
import { forever, withCluster } from "../support/with-cluster.ts";

const get = { method: "GET", path: "/api/v1/namespaces/agents/pods/one" } as const;

/** What becomes of one request to a server that does this. */
async function asked(handler: Handler): Promise<unknown> {
  let answer: unknown = null;
  await withCluster(handler, async ({ cluster }) => {
    answer = await cluster.request(get, forever);
  });
  return answer;
}

function begin(response: ServerResponse, bytes: string, length: number): void {
  response.writeHead(200, { "content-length": String(length) });
  response.write(bytes);
}

test("An answer is its JSON.", async () => {
  expect(await asked((_, response) => json(response, 200, { kind: "Pod" }))).toEqual({
    kind: "answered",
    value: { kind: "Pod" },
  });
});

test("A success that is no JSON is garbled: something before the API server gave it.", async () => {
  expect(await asked((_, response) => response.end("<html>Please log in</html>"))).toMatchObject({
    kind: "garbled",
  });
});

test("A connection that is reset before the answer leaves open what was done.", async () => {
  expect(await asked((_, response) => response.socket?.resetAndDestroy())).toMatchObject({ kind: "cut" });
});

test("An answer that breaks off is a cut, and its beginning is not believed.", async () => {
  const answer = await asked((_, response) => {
    begin(response, '{"kind":"Pod"}', 100);
    setImmediate(() => response.destroy());
  });
  expect(answer).toMatchObject({ kind: "cut" });
});

test("A refusal whose body breaks off is a refusal nevertheless.", async () => {
  const answer = await asked((_, response) => {
    response.writeHead(404, { "content-length": "100" });
    response.write('{"kind":"Status"');
    setImmediate(() => response.destroy());
  });
  expect(answer).toMatchObject({ kind: "refused", refusal: { kind: "not-found", status: 404 } });
});

test("An answer that is longer than allowed is not read to its end.", async () => {
  await withCluster(
    (_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    },
    async ({ cluster }) => {
      const answer = await cluster.request({ ...get, longestBytes: 300_000 }, forever);
      expect(answer).toMatchObject({ kind: "garbled" });
    },
  );
});

test("A server that is not there is told apart from one that does not answer.", async () => {
  await withCluster(
    () => {},
    async ({ cluster, server }) => {
      await server.close();
      const answer = await cluster.request(get, forever);
      expect(answer).toMatchObject({ kind: "unreachable" });
      expect(answer.kind === "unreachable" && answer.message).toContain("ECONNREFUSED");
    },
  );
});

test.each([
  ["nothing at all", () => {}],
  ["the head alone", (response: ServerResponse) => response.flushHeaders()],
  ["a body that never ends", (response: ServerResponse) => begin(response, '{"kind":', 1000)],
])(
  "A server that gives %s is waited for no longer than allowed, and the connection is closed.",
  async (_, give) => {
    const clock = createHandClock();
    const handler: Handler = (_asked, response) => {
      give(response);
    };
    await withCluster(
      handler,
      async ({ cluster, server }) => {
        const answer = cluster.request({ ...get, timeoutMs: 5000 }, forever);
        await eventually(() => server.requests.length === 1 && clock.sleepers() === 1);
        clock.advance(4999);
        await turns(20);
        expect(server.requests[0]?.isGone()).toBe(false);
        clock.advance(1);
        expect(await answer).toEqual({ kind: "timeout" });
        await eventually(() => server.requests[0]?.isGone() === true);
        expect(clock.sleepers()).toBe(0);
      },
      clock,
    );
  },
);

test("Whoever has given up already asks nobody.", async () => {
  await withCluster(
    (_, response) => json(response, 200, {}),
    async ({ cluster, server }) => {
      expect(await cluster.request(get, AbortSignal.abort())).toEqual({ kind: "aborted" });
      expect(server.requests).toEqual([]);
    },
  );
});

test("Requests one after the other share a connection.", async () => {
  await withCluster(
    (_, response) => json(response, 200, {}),
    async ({ cluster, server }) => {
      for (let asking = 0; asking < 20; asking += 1) await cluster.request(get, forever);
      expect(server.requests).toHaveLength(20);
      expect(server.openSockets()).toBeLessThanOrEqual(2);
    },
  );
});

test("However many requests there are at once, they share a hundred connections, and all are answered.", async () => {
  const held: ServerResponse[] = [];
  const hold: Handler = (_, response) => void held.push(response);
  await withCluster(hold, async ({ cluster, server }) => {
    const answers = Array.from({ length: 250 }, () => cluster.request(get, forever));
    await eventually(() => held.length === 100);
    await turns(50);
    expect(held.length).toBe(100);
    // One more may be left from connecting.
    expect(server.openSockets()).toBeLessThanOrEqual(101);
    while (held.length > 0) {
      held.splice(0).forEach((response) => json(response, 200, {}));
      await eventually(() => held.length > 0 || server.requests.length === 250);
    }
    expect(new Set((await Promise.all(answers)).map(({ kind }) => kind))).toEqual(new Set(["answered"]));
    expect(server.openSockets()).toBeLessThanOrEqual(101);
  });
});

test("A request whose turn did not come in time was never sent, and says so; a stream needs no turn.", async () => {
  const clock = createHandClock();
  const quiet: Handler = ({ path }, response) =>
    void (path.endsWith("/log") && response.writeHead(200).flushHeaders());
  await withCluster(
    quiet,
    async ({ cluster, server }) => {
      const leave = new AbortController();
      const hanging = Array.from({ length: 100 }, () => cluster.request(get, leave.signal));
      await eventually(() => server.requests.length === 100);
      const late = cluster.request({ ...get, timeoutMs: 1000 }, forever);
      const unwanted = new AbortController();
      const dropped = cluster.request(get, unwanted.signal);
      const log = await cluster.stream({ ...get, path: `${get.path}/log`, idleMs: 10_000 }, leave.signal);
      expect(log.kind).toBe("opened");
      unwanted.abort();
      clock.advance(1000);
      expect(await late).toMatchObject({ kind: "unreachable" });
      expect(await dropped).toEqual({ kind: "aborted" });
      expect(server.requests.filter(({ path }) => path === get.path).length).toBe(100);
      leave.abort();
      expect(new Set((await Promise.all(hanging)).map(({ kind }) => kind))).toEqual(new Set(["aborted"]));
      // The places of those that were given up are free again.
      const seen = new AbortController();
      const next = cluster.request(get, seen.signal);
      await eventually(() => server.requests.filter(({ path }) => path === get.path).length === 101);
      seen.abort();
      expect(await next).toEqual({ kind: "aborted" });
      if (log.kind === "opened") for await (const _ of log.chunks) break;
    },
    clock,
  );
});
