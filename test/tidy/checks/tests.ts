import type { Node } from "oxc-parser";
import { isTest, isTypeScript } from "../files.ts";
import type { Complaints, RepositoryFile } from "../files.ts";
import { lineOf, nameOf, stringOf, visit } from "../syntax.ts";

const shadowed = /^(test|it|describe|bench|suite)\.(?:[a-z]+\.)*(skip|only|todo|fails|skipIf|runIf)$/i;

/** A test that does not run is a wish; one that waits or pretends proves something else. */
export function testHabits(files: readonly RepositoryFile[]): Complaints {
  const complaints: string[] = [];
  for (const file of files.filter((one) => isTypeScript(one) && /(^|\/)(test|bench)\//.test(one.path))) {
    visit(file, (node) => {
      const sentence = habit(node);
      if (sentence !== null) complaints.push(`${file.path}:${lineOf(file, node.start)} ${sentence}`);
    });
  }
  return complaints;
}

function habit(node: Node): string | null {
  if (node.type === "ImportDeclaration" && /^(node:)?timers\/promises$/.test(node.source.value)) {
    return "imports promised timers; wait for what you wait for, never for time.";
  }
  if (node.type !== "CallExpression" && node.type !== "MemberExpression") return null;
  const name = nameOf(node.type === "CallExpression" ? node.callee : node);
  if (name === null) return null;
  if (node.type === "MemberExpression") {
    return shadowed.test(name)
      ? `says ${name}; mend the test, or assert today's behaviour and say what is wrong with it.`
      : null;
  }
  if (/^vi\.(mock|doMock|useFakeTimers|setSystemTime)$/.test(name)) {
    return `calls ${name}; use the real module and hand time in as data.`;
  }
  return null;
}

/**
 * A property says over what it holds, and stands where one looks for properties. Beside it may stand the example that
 * shows that it can fail, or that its interesting case was reached.
 */
export function propertyNames(files: readonly RepositoryFile[]): Complaints {
  const complaints: string[] = [];
  for (const file of files.filter((one) => isTest(one) && one.path.includes("/test/"))) {
    visit(file, (node) => {
      if (node.type !== "CallExpression" || !/^(test|it)(\.|$)/.test(nameOf(node.callee) ?? "")) return;
      const title = node.arguments[0] === undefined ? null : stringOf(node.arguments[0]);
      const isProperty = /\bfc\s*\.\s*assert\b/.test(file.text.slice(node.start, node.end));
      if (title === null || !isProperty) return;
      const place = `${file.path}:${lineOf(file, node.start)}`;
      if (!title.startsWith("for all ")) {
        complaints.push(`${place} is a property called "${title}"; its name begins "for all".`);
      }
      if (!file.path.endsWith(".properties.test.ts")) {
        complaints.push(
          `${place} is a property; it belongs into a .properties.test.ts, which may run longer.`,
        );
      }
    });
  }
  return complaints;
}
