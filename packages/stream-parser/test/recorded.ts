import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** A transcript that the real CLI wrote, as it was captured. */
export interface Recorded {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const fixtures = fileURLToPath(new URL("../../../fixtures/", import.meta.url));

/** The recorded cases that captured any output. */
export function recordedCases(): readonly Recorded[] {
  return readdirSync(`${fixtures}transcripts`, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("stdout.log"))
    .toSorted()
    .map((path) => ({ name: path, bytes: plain(readFileSync(`${fixtures}transcripts/${path}`)) }))
    .filter(({ bytes }) => bytes.length > 0);
}

/** The long transcripts, and what the kubelet's log reader made of some. */
export function recordedLarge(): readonly Recorded[] {
  return readdirSync(`${fixtures}large`)
    .filter((name) => name.endsWith(".gz"))
    .toSorted()
    .map((name) => ({ name, bytes: plain(gunzipSync(readFileSync(`${fixtures}large/${name}`))) }));
}

/** Not a Buffer: the parser must do without what Node adds to a Uint8Array. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer);
}
