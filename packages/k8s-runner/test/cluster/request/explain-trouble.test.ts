import { expect, test } from "vitest";
import { apiRefusal } from "../../../src/cluster/refusal/api-refusal.ts";
import type { Trouble } from "../../../src/cluster/request/answer.ts";
import { explainTrouble } from "../../../src/cluster/request/explain-trouble.ts";

const troubles: readonly Trouble[] = [
  { kind: "refused", refusal: apiRefusal(403, JSON.stringify({ reason: "Forbidden", message: "m" }), null) },
  { kind: "unreachable", message: "ECONNREFUSED" },
  { kind: "untrusted", why: "name", message: "for another" },
  { kind: "no-credentials", message: "log in" },
  { kind: "cut", message: "other side closed" },
  { kind: "garbled", message: "html" },
  { kind: "timeout" },
  { kind: "aborted" },
];

test.each(troubles)("$kind is told in a sentence.", (trouble) => {
  expect(explainTrouble(trouble).sentence).toMatch(/^\S.*\S$/);
});
