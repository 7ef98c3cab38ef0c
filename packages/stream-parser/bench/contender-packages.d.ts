// The packages have no types of their own, or none that fit; this is what the bench uses of them.
declare module "split2" {
  import type { Transform } from "node:stream";

  export default function split2(mapper: (line: string) => unknown): Transform;
}

declare module "ndjson" {
  import type { Transform } from "node:stream";

  const ndjson: { parse: () => Transform };
  export default ndjson;
}

declare module "stream-json/jsonl/parser.js" {
  import type { Duplex } from "node:stream";

  const parser: { asStream: () => Duplex };
  export default parser;
}
