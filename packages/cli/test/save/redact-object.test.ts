import { expect, test } from "vitest";
import { redactObject, secretsIn } from "../../src/save/redact-object.ts";
import { secretText } from "../../src/save/secret-text.ts";

const pod = {
  kind: "Pod",
  metadata: {
    name: "x",
    annotations: { "kubectl.kubernetes.io/last-applied-configuration": '{"spec":…}', team: "blue" },
  },
  spec: {
    containers: [
      {
        name: "agent",
        command: ["claude"],
        args: ["-p", "Fix the tests"],
        env: [
          { name: "API_KEY", value: "correct-horse" },
          { name: "PORT", value: "8080" },
          { name: "REF", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
        ],
      },
    ],
  },
  status: { message: "correct-horse was refused" },
};

test("values of variables, commands and copies of the manifest are left out; names and references stay", () => {
  const shown = redactObject(pod, secretText(secretsIn(pod)));
  expect(shown).toEqual({
    kind: "Pod",
    metadata: {
      name: "x",
      annotations: { "kubectl.kubernetes.io/last-applied-configuration": "[redacted]", team: "blue" },
    },
    spec: {
      containers: [
        {
          name: "agent",
          command: ["[redacted]"],
          args: ["[redacted]", "[redacted]"],
          env: [
            { name: "API_KEY", value: "[redacted]" },
            { name: "PORT", value: "[redacted]" },
            { name: "REF", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
          ],
        },
      ],
    },
    status: { message: "[redacted] was refused" },
  });
});

test("a key that means something to JavaScript is a key like any other", () => {
  const object: unknown = JSON.parse('{"__proto__":{"env":[{"name":"K","value":"correct-horse"}]}}');
  expect(JSON.stringify(redactObject(object, secretText(secretsIn(object))))).toBe(
    '{"__proto__":{"env":[{"name":"K","value":"[redacted]"}]}}',
  );
});
