import { createParser, wireOf, type JsonObject } from "@runverdict/stream-parser";
import { anyWireEvent, cleanTranscript, damagedEvent } from "@runverdict/stream-parser/arbitraries";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../test/support/reached.ts";
import { difference } from "./difference.ts";
import { recordedCases, recordedLarge } from "./recorded.ts";
import { INNER, OUTER, READINGS } from "./wire-schemas.ts";

test("for all wire events, damaged ones too, the readers say what the schemas say", () => {
  const seen = reached(...READINGS.map(({ name }) => name));
  fc.assert(
    fc.property(anyWires(), (wires) => {
      for (const wire of wires) for (const { name, said } of whatIsRead(wire)) seen.when(name, said);
    }),
    { numRuns: 400 },
  );
  seen.expectAll();
});

test("for all objects that have our fields, whatever stands in them, the readers say what the schemas say", () => {
  const seen = reached(
    "an object inside",
    "a list inside",
    "a number that JSON can't hold",
    "nothing of ours",
  );
  fc.assert(
    fc.property(anyFields(), (wire) => {
      const read = whatIsRead(wire);
      const inside = Object.values(wire).filter((value) => typeof value === "object" && value !== null);
      seen.when(
        "an object inside",
        inside.some((value) => !Array.isArray(value)),
      );
      seen.when(
        "a list inside",
        inside.some((value) => Array.isArray(value) && value.length > 0),
      );
      seen.when("a number that JSON can't hold", Object.values(wire).includes(Number.POSITIVE_INFINITY));
      seen.when(
        "nothing of ours",
        read.every(({ said }) => !said),
      );
    }),
    { numRuns: 400 },
  );
  seen.expectAll();
});

test("for all events of the recorded transcripts the readers say what the schemas say", () => {
  const seen = reached(...READINGS.map(({ name }) => name));
  for (const wire of [...recordedCases(), ...recordedLarge()].flatMap(wiresOf))
    for (const { name, said } of whatIsRead(wire)) seen.when(name, said);
  seen.expectAll();
});

/** Which readers found anything in an object. Fails where one of them differs from its schema. */
function whatIsRead(wire: JsonObject): readonly { readonly name: string; readonly said: boolean }[] {
  return READINGS.map(({ name, read, schema }) => {
    const fields = read(wire);
    expect([name, difference(fields, schema.parse(wire))]).toEqual([name, null]);
    return { name, said: difference(fields, read({})) !== null };
  });
}

/** An event of any kind, one with wrong-shaped fields, or all of a run: only there tasks begin and end. */
function anyWires(): fc.Arbitrary<readonly JsonObject[]> {
  return fc.oneof(
    { weight: 4, arbitrary: anyWireEvent().map(({ wire }) => (wire === null ? [] : [wire])) },
    { weight: 4, arbitrary: damagedEvent().map(({ wire }) => [wire]) },
    { weight: 1, arbitrary: cleanTranscript().map(wiresOf) },
  );
}

/** An object with some of our fields; in each stands anything, also an object or a list of objects with our fields. */
function anyFields(): fc.Arbitrary<JsonObject> {
  const simple = fc.oneof(
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom(true, false, "", 0, Number.POSITIVE_INFINITY),
  );
  const object = fc.dictionary(fc.constantFrom(...INNER), simple, { noNullPrototype: true });
  const value = fc.oneof(simple, object, fc.array(fc.oneof(object, simple), { maxLength: 3 }));
  return fc.dictionary(fc.constantFrom(...OUTER), value, { maxKeys: 24, noNullPrototype: true });
}

/** What stands where facts are read from it; the messages have no schema. */
function wiresOf({ bytes }: { readonly bytes: Uint8Array }): readonly JsonObject[] {
  const parser = createParser();
  return [...parser.feed(bytes), ...parser.end()]
    .filter(({ kind }) => kind !== "assistant" && kind !== "user" && kind !== "partial")
    .map(wireOf)
    .filter((wire) => wire !== null);
}
