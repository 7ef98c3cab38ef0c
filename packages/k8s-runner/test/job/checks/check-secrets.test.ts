import { expect, test } from "vitest";
import { build, problemPaths } from "../support/a-run.ts";
import { AGENT, type NearMisses } from "../support/near-miss.ts";

const body = "A1b2C3d4E5f6G7h8I9j0K1l2M3n4";
const value = (name: string, text: string) => ({ env: [{ kind: "value", name, value: text } as const] });
const variable = `${AGENT}.env[2].value`;

const cases: NearMisses = {
  "a key of the model's provider": {
    refused: value("A", `sk-ant-${body}`),
    at: variable,
    allowed: value("A", "sk-ant"),
  },
  "a variable called like a token": {
    refused: value("GITHUB_TOKEN", "anything"),
    at: variable,
    allowed: value("MAX_OUTPUT_TOKENS", "32000"),
  },
  "a variable called like a password": {
    refused: value("PGPASSWORD", "hunter2"),
    at: variable,
    allowed: value("PGPASSFILE", "/secrets/pgpass"),
  },
  "a password that looks like a path": {
    refused: value("PGPASSWORD", "/wJalrXU/nFEMI"),
    at: variable,
    allowed: value("PGPASSWORD", "false"),
  },
  "a key in an argument": {
    refused: { args: [`--header=Authorization: Bearer ${body}`] },
    at: `${AGENT}.args[0]`,
    allowed: { args: ["--header=Accept: */*"] },
  },
  "what follows an option for a key": {
    refused: { args: ["--api-key", "anything"] },
    at: `${AGENT}.args[1]`,
    allowed: { args: ["--api-key-file", "anything", "--api-key", "--other"] },
  },
  "a password in an address": {
    refused: { command: ["git", "clone", `https://me:${body}@git.example/x`] },
    at: `${AGENT}.command[2]`,
    allowed: { command: ["git", "clone", "https://me@git.example/x"] },
  },
  "a private key in an argument": {
    refused: { args: [`-----BEGIN PRIVATE KEY-----\n${body}`] },
    at: `${AGENT}.args[0]`,
    allowed: { args: ["-----BEGIN CERTIFICATE-----"] },
  },
};

test("nobody finds a secret in what speaks against it", () => {
  const spelled = JSON.stringify(build({ ...value(body, `sk-ant-${body}`), runId: `ghp_${body}` }));
  expect(spelled).toContain('"kind":"refused"');
  expect(spelled).not.toContain(`sk-ant-${body}`);
  expect(spelled).not.toContain(`ghp_${body}`);
});

test.each(Object.entries(cases))("%s is refused, and its neighbour is not", (_, { refused, at, allowed }) => {
  expect(problemPaths(refused)).toEqual([at]);
  expect(problemPaths(allowed)).toEqual([]);
});
