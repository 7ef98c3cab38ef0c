import type { ServerResponse } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { OpenedStream, StreamAnswer } from "../../../src/cluster/request/answer.ts";
import { createHandClock } from "../support/hand-clock.ts";
import { eventually, turns } from "../support/eventually.ts";
import { json } from "../support/odd-server.ts";
import { forever, withCluster } from "../support/with-cluster.ts";

const log = { method: "GET", path: "/api/v1/namespaces/agents/pods/one/log", idleMs: 60_000 } as const;

function opened(answer: StreamAnswer): OpenedStream {
  if (answer.kind !== "opened") throw new Error(`It is ${answer.kind}.`);
  return answer;
}

/** How much memory buffers take, after all that can be let go was let go. */
function bytesHeld(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().arrayBuffers;
}

async function textOf(stream: OpenedStream): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream.chunks) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test("A stream gives what comes, and says that it ended.", async () => {
  await withCluster(
    (_, response) => {
      response.write("one\n");
      response.end("two\n");
    },
    async ({ cluster }) => {
      const stream = opened(await cluster.stream(log, forever));
      expect(stream.end()).toBeNull();
      expect(await textOf(stream)).toBe("one\ntwo\n");
      expect(stream.end()).toBe("eof");
    },
  );
});

test("A stream that is open before a byte has come is open.", async () => {
  const responses: ServerResponse[] = [];
  await withCluster(
    (_, response) => {
      response.flushHeaders();
      responses.push(response);
    },
    async ({ cluster }) => {
      const stream = opened(await cluster.stream(log, forever));
      responses.forEach((response) => void response.end("late"));
      expect(await textOf(stream)).toBe("late");
    },
  );
});

test("A stream that breaks off gives what came, and says that it was reset.", async () => {
  await withCluster(
    (_, response) => {
      response.write("one\ntw");
      setTimeout(() => response.destroy(), 1);
    },
    async ({ cluster }) => {
      const stream = opened(await cluster.stream(log, forever));
      expect("one\ntw".startsWith(await textOf(stream))).toBe(true);
      expect(stream.end()).toBe("reset");
    },
  );
});

test("A refused stream is a refusal, with its words.", async () => {
  const message = 'container "agent" in pod "one" is waiting to start: ContainerCreating';
  await withCluster(
    (_, response) => json(response, 400, { kind: "Status", message, reason: "BadRequest" }),
    async ({ cluster }) => {
      expect(await cluster.stream(log, forever)).toMatchObject({
        kind: "refused",
        refusal: { kind: "bad-request", message },
      });
    },
  );
});

test("A half-open connection is given up in silence, and only then.", async () => {
  const clock = createHandClock();
  const responses: ServerResponse[] = [];
  await withCluster(
    (_, response) => {
      response.write("x");
      responses.push(response);
    },
    async ({ cluster, server }) => {
      const stream = opened(await cluster.stream(log, forever));
      const text = textOf(stream);
      // Each byte begins the silence anew.
      for (let beat = 0; beat < 5; beat += 1) {
        await turns(30);
        clock.advance(40_000);
        responses.forEach((response) => void response.write("x"));
        await turns(30);
      }
      expect(stream.end()).toBeNull();
      clock.advance(60_000);
      expect(await text).toBe("xxxxxx");
      expect(stream.end()).toBe("idle");
      await eventually(() => server.requests[0]?.isGone() === true);
      expect(clock.sleepers()).toBe(0);
    },
    clock,
  );
});

test("A stream that nobody reads is closed like any other that is silent.", async () => {
  const clock = createHandClock();
  await withCluster(
    (_, response) => void response.write("x"),
    async ({ cluster, server }) => {
      opened(await cluster.stream(log, forever));
      clock.advance(60_000);
      await eventually(() => server.requests[0]?.isGone() === true);
      expect(clock.sleepers()).toBe(0);
    },
    clock,
  );
});

test("Whoever stops reading closes the connection.", async () => {
  await withCluster(
    (_, response) => void response.write("x"),
    async ({ cluster, server }) => {
      const stream = opened(await cluster.stream(log, forever));
      for await (const _chunk of stream.chunks) break;
      expect(stream.end()).toBe("aborted");
      await eventually(() => server.requests[0]?.isGone() === true);
    },
  );
});

test("Closing the connection to the cluster ends its streams, and leaves no socket.", async () => {
  await withCluster(
    (_, response) => void response.write("x"),
    async ({ cluster, server }) => {
      const streams = await Promise.all([1, 2, 3].map(() => cluster.stream(log, forever)));
      const texts = streams.map((stream) => textOf(opened(stream)));
      await cluster.close();
      await Promise.all(texts);
      expect(streams.map((stream) => opened(stream).end())).toEqual(["reset", "reset", "reset"]);
      await eventually(() => server.openSockets() === 0);
      expect(await cluster.stream(log, forever)).toEqual({ kind: "aborted" });
      expect(await cluster.request({ method: "GET", path: log.path }, forever)).toEqual({ kind: "aborted" });
      expect(server.requests).toHaveLength(3);
    },
  );
});

test("A stream of any length keeps nothing of what was read.", async () => {
  const [length, piece] = [64 * 1024 * 1024, Buffer.alloc(65_536, "x")];
  await withCluster(
    (_, response) => {
      let left = length;
      const more = (): void => {
        while (left > 0) {
          left -= piece.length;
          if (!response.write(piece)) return void response.once("drain", more);
        }
      };
      more();
    },
    async ({ cluster }) => {
      const stream = opened(await cluster.stream(log, forever));
      const before = bytesHeld();
      let came = 0;
      for await (const chunk of stream.chunks) {
        came += chunk.length;
        if (came < length) continue;
        // Nothing is left to come, and the stream is still open. Freed buffers are given back by another thread.
        await eventually(() => bytesHeld() - before < length / 4);
        break;
      }
      expect(came).toBe(length);
    },
  );
});

test("Requests that are over leave no listener on the caller's signal.", async () => {
  const { signal } = new AbortController();
  let listeners = 0;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (...given: Parameters<typeof add>): void => {
    listeners += 1;
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>): void => {
    listeners -= 1;
    remove(...given);
  };
  await withCluster(
    (_, response) => void response.end("x"),
    async ({ cluster }) => {
      for (let reading = 0; reading < 20; reading += 1) {
        await textOf(opened(await cluster.stream(log, signal)));
        await cluster.request({ method: "GET", path: log.path }, signal);
      }
      expect(listeners).toBe(0);
    },
  );
});
