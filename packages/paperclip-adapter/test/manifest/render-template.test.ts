import { expect, test } from "vitest";
import { renderTemplate } from "../../src/manifest/render-template.ts";

const data = {
  agent: { id: "a-1", level: 3, on: true, tags: ["x"], more: { k: "v" } },
  context: { text: "{{agent.id}}" },
};

test("a template is filled in as Paperclip fills it in", () => {
  expect(renderTemplate("{{agent.id}} {{ agent.level }} {{agent.on}} {{agent.more}}", data)).toBe(
    'a-1 3 true {"k":"v"}',
  );
  expect(renderTemplate("[{{agent.none}}][{{agent.id.length}}][{{agent.tags.0}}]", data)).toBe("[][][]");
  expect(renderTemplate("{{agent id}} {agent.id} {{}}", data)).toBe("{{agent id}} {agent.id} {{}}");
});

test("what is filled in is no template again", () => {
  expect(renderTemplate("{{context.text}}", data)).toBe("{{agent.id}}");
});

test("nothing that a prototype has can be named", () => {
  for (const path of [
    "constructor",
    "__proto__",
    "agent.constructor.name",
    "agent.toString",
    "agent.__proto__.x",
  ])
    expect(renderTemplate(`{{${path}}}`, data)).toBe("");
});
