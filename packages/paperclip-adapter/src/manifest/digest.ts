import { createHash } from "node:crypto";

/** SHA-256 in lower-case hexadecimal; texts by their UTF-8 bytes. */
export function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
