import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { agentJob } from "./support/agent-job.ts";
import { ask } from "./support/ask.ts";
import { namespace, withSimulator } from "./support/with-simulator.ts";

/** What the simulator leaves out of its objects. */
const leftOut = /^\.metadata\.managedFields|^\.status\.(allocatedResources|resources)\./;

test.for([
  ["Job", "jobs", `/apis/batch/v1/namespaces/${namespace}/jobs`],
  ["Pod", "pods", `/api/v1/namespaces/${namespace}/pods`],
] as const)("A finished %s has the fields of a recorded one, and no others.", async ([, file, path]) => {
  const script = () => ({ steps: [{ kind: "exit", afterMs: 100, code: 0 } as const] });
  await withSimulator({ script }, async ({ simulator, batch, clock }) => {
    const body = agentJob("run-complete");
    await batch.createNamespacedJob({
      namespace,
      body: { ...body, metadata: { ...body.metadata, labels: { app: "agent", scenario: "x" } } },
    });
    await clock.advance(1000);
    const { items } = (await ask(simulator.url, "GET", path)).body;
    const own = fieldsOf(items[0]).filter((field) => !field.startsWith(".metadata.labels"));
    expect(own).toEqual(lastRecorded(file).filter((field) => !field.startsWith(".metadata.labels")));
  });
});

function lastRecorded(file: string): readonly string[] {
  const text = readFileSync(new URL(`recorded/complete/watch-${file}.jsonl`, import.meta.url), "utf8");
  const last = text.split("\n").findLast((line) => line !== "") ?? "";
  return fieldsOf(JSON.parse(last).object).filter(
    (field) => !leftOut.test(field) && !/labels\.scenario/.test(field),
  );
}

function fieldsOf(value: unknown, path = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [`${path} ${typeof value}`];
  const inner = Array.isArray(value)
    ? value.map((one) => [`${path}[]`, one] as const)
    : Object.entries(value).map(([key, one]) => [`${path}.${key}`, one] as const);
  const fields = inner.flatMap(([place, one]) => (leftOut.test(place) ? [] : fieldsOf(one, place)));
  return [...new Set(inner.length === 0 ? [`${path} empty`] : fields)].toSorted();
}
