import { followsSecretOption, isHarmless, looksSecret, namesSecret } from "../looks-secret.ts";
import type { Container, Job } from "../manifest.ts";
import { keyPath, problemAt, type Problem } from "../problem.ts";
import { placedContainers } from "./placed-containers.ts";

/** Nothing that looks secret stands in the Job, wherever it may be: names, labels, commands, keys of maps. */
export function* checkSecrets(job: Job): Iterable<Problem> {
  for (const { text, path } of texts(job, ""))
    if (looksSecret(text))
      yield problemAt(
        path,
        "It looks like a secret, and a Job is read by everybody who may list Jobs.",
        cure,
      );
  for (const { container, path } of placedContainers(job.spec.template.spec))
    yield* checkContainer(path, container);
}

const cure = 'Pass it as a variable of kind "secret", or as a file of the Secret.';

/** What does not look secret may be called so. */
function* checkContainer(path: string, { command = [], args = [], env }: Container): Iterable<Problem> {
  for (const [place, { name, value = "" }] of env.entries())
    if (namesSecret(name) && value !== "" && !isHarmless(value))
      yield problemAt(`${path}.env[${place}].value`, "The variable is called like a secret.", cure);
  for (const [field, list] of Object.entries({ command, args }))
    for (const [place, word] of list.entries())
      if (followsSecretOption(word, list[place - 1]))
        yield problemAt(`${path}.${field}[${place}]`, "It follows an option for a secret.", cure);
}

interface PlacedText {
  readonly text: string;
  readonly path: string;
}

function* texts(value: unknown, path: string): Iterable<PlacedText> {
  if (typeof value === "string") yield { text: value, path };
  else if (Array.isArray(value))
    for (const [place, item] of value.entries()) yield* texts(item, `${path}[${place}]`);
  else if (typeof value === "object" && value !== null)
    for (const [place, [key, item]] of Object.entries(value).entries()) {
      const at = path === "" ? key : keyPath(path, key, place);
      yield { text: key, path: at };
      yield* texts(item, at);
    }
}
