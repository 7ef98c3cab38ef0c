import { expect, test } from "vitest";
import { problemPaths } from "../support/a-run.ts";
import { AGENT, type NearMisses } from "../support/near-miss.ts";

const mounted = (path: string, volume = "runverdict-data") => ({
  mounts: [{ volume, path, subPath: null, readOnly: false }],
});
const path = `${AGENT}.volumeMounts[3].mountPath`;

const cases: NearMisses = {
  "a volume that is not there": {
    refused: mounted("/x", "nowhere"),
    at: `${AGENT}.volumeMounts[3].name`,
    allowed: mounted("/x"),
  },
  "a relative mount": { refused: mounted("x"), at: path, allowed: mounted("/x") },
  "a mount that goes up": { refused: mounted("/x/../y"), at: path, allowed: mounted("/x/y") },
  "a mount with a slash at its end": { refused: mounted("/x/"), at: path, allowed: mounted("/x") },
  "a mount with a colon": { refused: mounted("/x:y"), at: path, allowed: mounted("/x-y") },
  "a mount over everything": { refused: mounted("/"), at: path, allowed: mounted("/all") },
  "a mount over the processes": { refused: mounted("/proc/1"), at: path, allowed: mounted("/process") },
  "a mount over the devices": { refused: mounted("/dev"), at: path, allowed: mounted("/devices") },
  "a mount that hides the tokens": {
    refused: mounted("/var/run"),
    at: path,
    allowed: mounted("/var/run/docker"),
  },
  "a mount among the tokens": {
    refused: mounted("/run/secrets/x"),
    at: path,
    allowed: mounted("/run/secret"),
  },
  "a mount above its volume": {
    refused: { mounts: [{ volume: "runverdict-data", path: "/x", subPath: "../y", readOnly: true }] },
    at: `${AGENT}.volumeMounts[3].subPath`,
    allowed: { mounts: [{ volume: "runverdict-data", path: "/x", subPath: "y..", readOnly: true }] },
  },
  "a tenant that is everybody": {
    refused: { data: { kind: "claim", path: "/d", claimName: "c", subPath: "" } },
    at: `${AGENT}.volumeMounts[2].subPath`,
    allowed: { data: { kind: "claim", path: "/d", claimName: "c", subPath: "a" } },
  },
  "a tenant above its claim": {
    refused: { data: { kind: "claim", path: "/d", claimName: "c", subPath: "a/../b" } },
    at: `${AGENT}.volumeMounts[2].subPath`,
    allowed: { data: { kind: "claim", path: "/d", claimName: "c", subPath: "a/b" } },
  },
  "two mounts at one place": { refused: mounted("/tmp"), at: path, allowed: mounted("/tmp/x") },
};

test("a volume below our root is refused, and one beside it is not", () => {
  const volumes = [{ name: "v", emptyDir: { sizeLimit: "1Gi" } }];
  expect(problemPaths({ volumes, ...mounted("/runverdict/inputs", "v") })).toEqual([path]);
  expect(problemPaths({ volumes, ...mounted("/runverdict-inputs", "v") })).toEqual([]);
  expect(problemPaths({ home: { path: "/runverdict", sizeLimit: "1Gi" } })).toEqual([
    `${AGENT}.volumeMounts[0].mountPath`,
  ]);
});

test.each(Object.entries(cases))("%s is refused, and its neighbour is not", (_, { refused, at, allowed }) => {
  expect(problemPaths(refused)).toEqual([at]);
  expect(problemPaths(allowed)).toEqual([]);
});
