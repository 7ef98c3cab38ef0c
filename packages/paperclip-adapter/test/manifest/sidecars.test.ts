import { expect, test } from "vitest";
import { sidecarsOf } from "../../src/manifest/sidecars.ts";

test("a container of Kubernetes becomes a companion, and one that restarts always a native one", () => {
  const read = sidecarsOf([
    {
      name: "db",
      image: "postgres:17",
      env: [{ name: "POSTGRES_PASSWORD", value: "typed" }],
      volumeMounts: [{ name: "runverdict-data", mountPath: "/data", subPath: "db" }],
      restartPolicy: "Always",
      startupProbe: { tcpSocket: { port: 5432 } },
    },
    { name: "proxy", image: "proxy:1", args: ["-v"] },
  ]);
  expect(read).toMatchObject({
    kind: "sidecars",
    sidecars: [
      {
        kind: "native",
        name: "db",
        env: [{ kind: "secret", name: "POSTGRES_PASSWORD", value: "typed" }],
        mounts: [{ volume: "runverdict-data", path: "/data", subPath: "db", readOnly: false }],
        startupProbe: { tcpSocket: { port: 5432 } },
      },
      { kind: "regular", name: "proxy", args: ["-v"] },
    ],
  });
});

test("references of a sidecar's environment stay references", () => {
  const valueFrom = [
    { secretKeyRef: { name: "s", key: "k" } },
    { configMapKeyRef: { name: "c", key: "k", optional: true } },
    { fieldRef: { fieldPath: "metadata.name" } },
  ];
  const env = valueFrom.map((from, place) => ({ name: `V${place}`, valueFrom: from }));
  expect(sidecarsOf([{ name: "a", image: "a:1", env }])).toMatchObject({
    sidecars: [
      {
        env: [
          { kind: "secret-key", name: "V0", from: "s", key: "k", optional: false },
          { kind: "config-map-key", name: "V1", from: "c", key: "k", optional: true },
          { kind: "pod-field", name: "V2", fieldPath: "metadata.name" },
        ],
      },
    ],
  });
});

test("what a companion may not be is told by its place, without a value", () => {
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [
      { name: "docker", image: "d:1", securityContext: { privileged: true } },
      /wrong at 0 .*these fields alone/,
    ],
    [{ name: "a", image: "a:1", env: [{ name: "TOKEN", value: 7777 }] }, /wrong at 0\.env\.0\.value/],
    ["docker:dind", /wrong at 0/],
    [{ image: "a:1" }, /wrong at 0\.name/],
  ];
  for (const [container, words] of wrong) {
    const read = sidecarsOf([container]);
    expect(read.kind === "wrong" ? read.message : "").toMatch(words);
    expect(JSON.stringify(read)).not.toContain("7777");
  }
});
