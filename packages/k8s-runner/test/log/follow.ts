import { beginLog, type LogCursor, type LogLoss } from "../../src/log/log-cursor.ts";
import type { LogPiece, Timestamps } from "../../src/log/hand-over.ts";
import { createLogReader, type LogReader } from "../../src/log/log-reader.ts";
import type { Disturbance, FollowedLog } from "./followed-logs.ts";
import { answer } from "./simulated-kubelet.ts";

export interface Followed {
  readonly output: Uint8Array;
  readonly pieces: readonly LogPiece[];
  readonly cursors: readonly LogCursor[];
  readonly losses: readonly LogLoss[];
  readonly messages: readonly string[];
}

/** Follows the log over all its disturbed connections and one last that is not. */
export function follow(
  { records, rotations, connections }: FollowedLog,
  timestamps: Timestamps = "strip",
): Followed {
  let reader = createLogReader(beginLog("pod", "container"), timestamps);
  const pieces: LogPiece[] = [];
  const cursors: LogCursor[] = [];
  const messages: string[] = [];
  for (const connection of [...connections, lastOf(records.length)]) {
    if (connection.restarted) reader = createLogReader(thawed(reader.cursor()), timestamps);
    const body = bodyOf(answer(records, rotations, { ...connection, ...reader.open() }), connection);
    for (const chunk of chunksOf(body, connection.chunkBytes)) pieces.push(...feedCopied(reader, chunk));
    const { inBand } = reader.close();
    if (inBand !== null) messages.push(inBand);
    cursors.push(reader.cursor());
  }
  pieces.push(...reader.finish());
  cursors.push(reader.cursor());
  const { losses } = reader.cursor();
  return { output: joined(pieces), pieces, cursors, losses: losses.first, messages };
}

function lastOf(records: number): Disturbance {
  const format = { offsetMinutes: 0, trimmed: false };
  return {
    opensAt: records,
    endsAt: records,
    lostBytes: 0,
    chunkBytes: 4096,
    format,
    message: "",
    restarted: false,
  };
}

/** A message of the kubelet comes last, so nothing before it was lost on the way. */
function bodyOf(whole: Uint8Array, { lostBytes, message }: Disturbance): Uint8Array {
  if (lostBytes === 0) return new Uint8Array(Buffer.concat([whole, Buffer.from(message)]));
  return whole.subarray(0, Math.max(0, whole.length - lostBytes));
}

/** Sockets may use the memory of a chunk again; pieces must not be views that such a reader would see change. */
function feedCopied(reader: LogReader, chunk: Uint8Array): readonly LogPiece[] {
  return reader.feed(chunk.slice());
}

/** As another process would read it. */
function thawed(cursor: LogCursor): LogCursor {
  const text = JSON.stringify(cursor);
  return JSON.parse(text);
}

export function chunksOf(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

export function joined(pieces: readonly LogPiece[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces.map(({ bytes }) => bytes)));
}
