import {
  isPaperclipRecoveryWakePayload,
  renderTemplate as hostsRenderTemplate,
  resolveLegacyPaperclipDesiredSkillNames,
} from "@paperclipai/adapter-utils/server-utils";
import fc from "fast-check";
import { expect, test } from "vitest";
import { renderTemplate } from "../../src/manifest/render-template.ts";
import { desiredSkills, readRuntimeSkills } from "../../src/manifest/runtime-skills.ts";
import { isRecovery } from "../../src/manifest/wake-prompt.ts";
import { reached } from "../../../../test/support/reached.ts";

/* Agents move between this adapter and the host's own ones, and their templates and skills must mean the same. */

const name = fc.constantFrom("a", "b-2", "c.d", "a.b-2", "a.b-2.c", "list.0", "list", "none");
const piece = fc.oneof(
  name.map((path) => `{{${path}}}`),
  name.map((path) => `{{ ${path}\n}}`),
  fc.constantFrom("{", "}", "{{", "}}", "text", "$&", "$1"),
);
const leaf = fc.oneof(fc.constantFrom("$&", "{{a}}", "x"), fc.integer(), fc.boolean(), fc.constant(null));
const tree = fc.record(
  {
    a: fc.oneof(leaf, fc.record({ "b-2": fc.oneof(leaf, fc.record({ c: leaf })) })),
    list: fc.array(leaf),
    c: leaf,
  },
  { requiredKeys: [] },
);

test("for all templates and data, the host's own agents would read the same", () => {
  const seen = reached("something filled in", "an object", "nothing there");
  fc.assert(
    fc.property(fc.array(piece), tree, (pieces, data) => {
      const template = pieces.join("");
      const text = renderTemplate(template, data);
      expect(text).toBe(hostsRenderTemplate(template, data));
      seen.when("something filled in", text !== template && text !== "");
      seen.when("an object", text.includes('{"'));
      seen.when("nothing there", template.includes("{{none}}"));
    }),
    { numRuns: 500 },
  );
  seen.expectAll();
});

const skill = fc.record({
  key: fc.constantFrom(
    "acme/deploy",
    "acme/Review",
    "other/deploy",
    "paperclipai/paperclip/paperclip",
    "solo",
  ),
  runtimeName: fc.constantFrom("deploy", "review", "rev"),
  source: fc.constant("/skills/x"),
});
const wish = fc.oneof(
  fc.constantFrom("acme/deploy", "DEPLOY", "review", "rev", "paperclip", "solo", "unheard-of", " ", ""),
  fc.record({ key: fc.constantFrom("acme/deploy", "rev"), versionId: fc.constant("v") }),
);

test("for all skills and wishes, a run gets those that the host's own agents would get", () => {
  const seen = reached("by its name", "ambiguous", "the operational one", "none");
  fc.assert(
    fc.property(
      fc.uniqueArray(skill, { selector: ({ key }) => key }),
      fc.array(wish),
      (paperclipRuntimeSkills, wishes) => {
        const config = { paperclipRuntimeSkills, paperclipSkillSync: { desiredSkills: wishes } };
        const available = readRuntimeSkills(config);
        const keys = desiredSkills(config, available);
        const hosts = resolveLegacyPaperclipDesiredSkillNames(config, paperclipRuntimeSkills);
        expect(keys.toSorted()).toEqual(hosts.toSorted());
        seen.when("by its name", keys.includes("acme/Review"));
        seen.when("ambiguous", keys.includes("deploy") && available.length > 1);
        seen.when("the operational one", keys[0] === "paperclipai/paperclip/paperclip");
        seen.when("none", keys.length === 0);
      },
    ),
    { numRuns: 500 },
  );
  seen.expectAll();
});

test("for all wakes, the host's own agents would mend the same tasks", () => {
  const seen = reached("to mend", "to do");
  const wake = fc.record(
    {
      reason: fc.constantFrom("source_scoped_recovery_action", "issue_assigned"),
      recovery: fc.constantFrom({ cause: "process_lost" }, { cause: " " }, {}, null, "text"),
      issue: fc.constant({ id: "i", title: "t" }),
    },
    { requiredKeys: ["issue"] },
  );
  fc.assert(
    fc.property(wake, (payload) => {
      expect(isRecovery(payload)).toBe(isPaperclipRecoveryWakePayload(payload));
      seen.when("to mend", isRecovery(payload));
      seen.when("to do", !isRecovery(payload));
    }),
  );
  seen.expectAll();
});
