import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { ask } from "./support/ask.ts";
import { openStream } from "./support/open-stream.ts";
import { namespace, withSimulator } from "./support/with-simulator.ts";

const secrets = `/api/v1/namespaces/${namespace}/secrets`;
const merge = { "content-type": "application/merge-patch+json" };

interface Deed {
  readonly kind: "create" | "change" | "delete";
  readonly name: string;
  readonly value: string;
}

const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom("create", "create", "change", "change", "delete"),
  name: fc.constantFrom("a", "b", "c"),
  value: fc.constantFrom("x", "y"),
});
const deeds = fc.array(deed, { minLength: 3, maxLength: 14 });

async function act(url: string, { kind, name, value }: Deed): Promise<number> {
  const body = { metadata: { name, labels: { value } } };
  if (kind === "create") return (await ask(url, "POST", secrets, body)).code;
  if (kind === "delete") return (await ask(url, "DELETE", `${secrets}/${name}`)).code;
  return (await ask(url, "PATCH", `${secrets}/${name}`, { metadata: { labels: { value } } }, merge)).code;
}

interface Seen {
  readonly metadata: { readonly name: string; readonly resourceVersion: string };
}

test("for all histories, a list and a watch from its version together show what is there", async () => {
  const met = reached("a removal that was watched", "a selector that is left", "a stale list");
  await fc.assert(
    fc.asyncProperty(
      deeds,
      fc.nat({ max: 14 }),
      fc.boolean(),
      fc.nat({ max: 3 }),
      async (all, listedAfter, selects, behind) => {
        await withSimulator({}, async ({ simulator, clock }) => {
          const { url } = simulator;
          const selector = selects ? "labelSelector=value%3Dx" : "";
          for (const one of all.slice(0, listedAfter)) await act(url, one);
          if (behind > 0)
            simulator.faults.onWire([{ on: "list secrets", nth: 1, kind: "stale", changes: behind }]);
          const { body } = await ask(url, "GET", `${secrets}?resourceVersion=0&${selector}`);
          const version: string = body.metadata.resourceVersion;
          const watch = await openStream(url, `${secrets}?watch=true&resourceVersion=${version}&${selector}`);
          for (const one of all.slice(listedAfter)) await act(url, one);
          await clock.advance(1);
          const seen = new Map<string, Seen>(body.items.map((item: Seen) => [item.metadata.name, item]));
          for (const { type, object } of watch.lines().map((line) => JSON.parse(line))) {
            met.when("a removal that was watched", type === "DELETED");
            met.when("a selector that is left", type === "DELETED" && object.metadata.labels?.value === "y");
            expect(seen.has(object.metadata.name)).toBe(type !== "ADDED");
            if (type === "DELETED") seen.delete(object.metadata.name);
            else seen.set(object.metadata.name, object);
          }
          const present = (await ask(url, "GET", `${secrets}?${selector}`)).body.items;
          expect(
            [...seen.values()].toSorted((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1)),
          ).toEqual(present);
          met.when("a stale list", behind > 0 && listedAfter > 0);
          watch.abort();
        });
      },
    ),
    { numRuns: 30 },
  );
  met.expectAll();
});

test("for all sizes of pages, and whatever happens between them, the pages together are the list as it was", async () => {
  const met = reached("several pages", "a change between the pages");
  await fc.assert(
    fc.asyncProperty(
      deeds,
      fc.array(deed, { maxLength: 4 }),
      fc.integer({ min: 1, max: 3 }),
      async (before, between, limit) => {
        await withSimulator({}, async ({ simulator: { url } }) => {
          for (const one of before) await act(url, one);
          const { items } = (await ask(url, "GET", secrets)).body;
          const paged: Seen[] = [];
          let token = "";
          do {
            const { body } = await ask(url, "GET", `${secrets}?limit=${limit}&continue=${token}`);
            paged.push(...body.items);
            token = body.metadata.continue ?? "";
            met.when("several pages", token !== "");
            if (token === "") continue;
            for (const one of between) met.when("a change between the pages", (await act(url, one)) < 300);
          } while (token !== "");
          expect(paged).toEqual(items);
        });
      },
    ),
    { numRuns: 30 },
  );
  met.expectAll();
});
