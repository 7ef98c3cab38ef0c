import { expect, test } from "vitest";
import { askRepeatedly } from "../../../src/cluster/request/ask-repeatedly.ts";
import { eventually } from "../support/eventually.ts";
import { createHandClock } from "../support/hand-clock.ts";
import { json } from "../support/odd-server.ts";
import { forever, withCluster } from "../support/with-cluster.ts";

const get = { method: "GET", path: "/api/v1/namespaces/agents/pods/one" } as const;

test("What passes is waited for, as often as allowed and as long as the server asks; the last answer counts.", async () => {
  const clock = createHandClock();
  const statuses = [503, 429, 200];
  await withCluster(
    (_, response) => {
      response.setHeader("retry-after", "5");
      json(response, statuses.shift() ?? 500, { kind: "Pod" });
    },
    async ({ cluster, server }) => {
      let answered = 0;
      const ask = async (): ReturnType<typeof cluster.request> => {
        const answer = await cluster.request(get, forever);
        answered += 1;
        return answer;
      };
      const answer = askRepeatedly(clock, "nothing", 3, ask, forever);
      for (const asked of [1, 2]) {
        await eventually(() => answered === asked && clock.sleepers() === 1);
        clock.advance(4999);
        expect(server.requests).toHaveLength(asked);
        clock.advance(1);
      }
      expect(await answer).toMatchObject({ kind: "answered" });
      expect(await askRepeatedly(clock, "nothing", 1, ask, forever)).toMatchObject({ kind: "refused" });
    },
    clock,
  );
});

test("Whoever gives up while it waits does not ask again.", async () => {
  const clock = createHandClock();
  const giving = new AbortController();
  await withCluster(
    (_, response) => json(response, 503, {}),
    async ({ cluster, server }) => {
      const ask = (): ReturnType<typeof cluster.request> => cluster.request(get, giving.signal);
      const answer = askRepeatedly(clock, "nothing", 3, ask, giving.signal);
      await eventually(() => server.requests.length === 1 && clock.sleepers() === 1);
      giving.abort();
      expect(await answer).toEqual({ kind: "aborted" });
      expect(clock.sleepers()).toBe(0);
    },
    clock,
  );
});
