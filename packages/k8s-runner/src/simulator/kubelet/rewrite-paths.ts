import { existsSync } from "node:fs";
import type { Container } from "../objects.ts";
import { inside } from "./inside.ts";

/**
 * Rewrites the container's paths in a text to where they really are, below the folder that stands for its root. Only
 * whole paths are meant: `/data` in `/data/x`, `--dir=/data` and `"/data"`, but not in `/database` or `a/data`. A path
 * that the machine has and the volume has not is the machine's: whoever mounts `/tmp` can still name a program there.
 */
export function createPathRewriter(container: Container, root: string): (text: string) => string {
  const mounts = (container.volumeMounts ?? []).map(({ mountPath }) => mountPath.replace(/\/+$/, ""));
  const message = container.terminationMessagePath ?? "/dev/termination-log";
  const paths = [...mounts, message]
    .filter((path) => path !== "")
    .toSorted((one, other) => other.length - one.length);
  const pattern = new RegExp(
    `(?<![A-Za-z0-9_./-])(?:${paths.map(escape).join("|")})(?![A-Za-z0-9_.-])(?:/[A-Za-z0-9_.@+-]*)*`,
    "g",
  );
  return (text) => text.replaceAll(pattern, (path) => placeOf(path, root, paths));
}

function placeOf(path: string, root: string, mounts: readonly string[]): string {
  const mapped = inside(root, path);
  const isOfTheMachine = !mounts.includes(path) && !existsSync(mapped) && existsSync(path);
  return isOfTheMachine ? path : mapped;
}

function escape(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}-]/g, String.raw`\$&`);
}
