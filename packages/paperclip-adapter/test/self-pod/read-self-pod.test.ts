import { expect, test } from "vitest";
import type { HostPlace } from "../../src/self-pod/host-place.ts";
import { readSelfPod } from "../../src/self-pod/read-self-pod.ts";

const place: HostPlace = {
  namespace: "agents",
  podName: "paperclip-0",
  podUid: null,
  addresses: ["127.0.0.1", "10.1.2.3"],
};

function pod(spec: object = {}, more: object = {}): object {
  return {
    kind: "Pod",
    metadata: { name: "paperclip-0", namespace: "agents", uid: "u-1" },
    status: { podIPs: [{ ip: "10.1.2.3" }] },
    spec: {
      dnsPolicy: "ClusterFirst",
      imagePullSecrets: [{ name: "registry" }],
      containers: [
        { name: "mesh", image: "mesh:1" },
        {
          name: "paperclip",
          image: "paperclip:9",
          env: [
            { name: "JWT_SECRET", value: "do-not-pass-on" },
            { name: "KEY", valueFrom: { secretKeyRef: { name: "claude", key: "key", optional: true } } },
            { name: "URL", valueFrom: { configMapKeyRef: { name: "settings", key: "url" } } },
            { name: "NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
          ],
          volumeMounts: [
            { name: "data", mountPath: "/paperclip", subPath: "live" },
            { name: "keys", mountPath: "/keys" },
          ],
        },
      ],
      volumes: [
        { name: "data", persistentVolumeClaim: { claimName: "paperclip-data" } },
        { name: "keys", secret: { secretName: "signing" } },
      ],
      ...spec,
    },
    ...more,
  };
}

test("what a run may inherit is read from the container that is called paperclip", () => {
  expect(readSelfPod(pod(), place)).toEqual({
    name: "paperclip-0",
    namespace: "agents",
    image: "paperclip:9",
    imagePullSecrets: ["registry"],
    dns: null,
    mounts: [
      { path: "/paperclip", claimName: "paperclip-data", subPath: "live" },
      { path: "/keys", claimName: null, subPath: "" },
    ],
    references: [
      { kind: "secret-key", name: "KEY", from: "claude", key: "key", optional: true },
      { kind: "config-map-key", name: "URL", from: "settings", key: "url", optional: false },
    ],
  });
});

test("no value of the host's own environment is kept, and no Secret of its volumes", () => {
  expect(JSON.stringify(readSelfPod(pod(), place))).not.toMatch(/do-not-pass-on|signing/);
});

test("without a container of that name the first is the host's", () => {
  const containers = [
    { name: "server", image: "s:1" },
    { name: "other", image: "o:1" },
  ];
  expect(readSelfPod(pod({ containers }), place)).toMatchObject({ image: "s:1", mounts: [] });
});

test("a name resolution of its own is inherited, and the one of the node's network is not", () => {
  const dnsConfig = { nameservers: ["10.9.9.9"] };
  expect(readSelfPod(pod({ dnsPolicy: "None", dnsConfig }), place)?.dns).toEqual({
    dnsPolicy: "None",
    dnsConfig,
  });
  expect(readSelfPod(pod({ dnsPolicy: "ClusterFirstWithHostNet" }), place)?.dns).toBeNull();
  expect(readSelfPod(pod({ dnsConfig }), place)?.dns).toEqual({ dnsConfig });
});

test("a pod of the same name in another cluster is told by its address, or by its UID", () => {
  expect(readSelfPod(pod({}, { status: { podIPs: [{ ip: "10.7.7.7" }] } }), place)).toBeNull();
  expect(readSelfPod(pod(), { ...place, podUid: "u-2" })).toBeNull();
  expect(readSelfPod(pod(), { ...place, podUid: "u-1", addresses: [] })).not.toBeNull();
});

test("what is no pod is none", () => {
  for (const object of [null, [], "pod", {}, { metadata: {} }, pod({ containers: [] })])
    expect(readSelfPod(object, place)).toBeNull();
});
