import { readFile, stat } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { read, unusable, type Attempt } from "./attempt.ts";
import { fileTrouble } from "./file-trouble.ts";

/** An API object is at most some megabytes (etcd takes no more than 1.5); a list of Events may be longer. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The JSON value in a file, which may be gzip data, and UTF-16 as a Windows shell redirects it. */
export async function readJson(path: string): Promise<Attempt<unknown>> {
  let text: string;
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES)
      return unusable(`"${path}" is larger than 64 MiB; keep only the objects of this run.`);
    text = decoded(await readFile(path));
  } catch (error) {
    return fileTrouble(path, error);
  }
  try {
    const value: unknown = JSON.parse(text);
    return read(value);
  } catch {
    return unusable(`"${path}" is not JSON: ${diagnosis(text)}`);
  }
}

function decoded(bytes: Buffer): string {
  const plain =
    bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes;
  return new TextDecoder(plain[0] === 0xff && plain[1] === 0xfe ? "utf-16le" : "utf-8").decode(plain);
}

/** What people put into such a file instead, and what to do about it. */
function diagnosis(text: string): string {
  const start = text.trimStart();
  if (start === "") return "it is empty; fetch the object again, or remove the file.";
  if (/^(error|unable to|the connection|no resources)\b/i.test(start))
    return `it holds a message ("${start.split("\n", 1)[0] ?? ""}"); fetch the object again, or remove the file.`;
  if (/^(apiVersion|kind|metadata|items|---)\b/m.test(start) && !/^[[{]/.test(start))
    return "it looks like YAML; fetch the object with `kubectl get … -o json`.";
  if (/^[[{]/.test(start)) return "it is cut or damaged; fetch the object again.";
  return "fetch the object with `kubectl get … -o json`, or remove the file.";
}
