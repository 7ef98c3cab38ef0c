import type { Beat, End } from "../../log/frame-body.ts";
import { KEPT_GAPS, type FrameGap, type FrameGaps, type FrameProgress } from "../../log/frame-progress.ts";
import type { Instant } from "../../log/instant.ts";
import { HEAD_BYTES, type LineKey } from "../../log/line-key.ts";
import {
  KEPT_LOSSES,
  type LogCursor,
  type LogLoss,
  type LogLosses,
  type UnfinishedLine,
} from "../../log/log-cursor.ts";
import { FLOORS, RECENT, type Floor, type SeenLines } from "../../log/seen-lines.ts";
import type { Sha256State } from "../../log/sha256.ts";
import { count, fields, instant, listOf, oneOf, orNull, text, whole, within, type Shape } from "./shape.ts";

/** How a place in a log looks where it is stored. */

const stamp = { seconds: whole, nanos: within(0, 999_999_999) } as const;
const hash = within(0, 0xffff_ffff);
const moment: Shape<Instant> = fields<Instant>(stamp);
const line: Shape<LineKey> = fields<LineKey>({ ...stamp, hash });

const loss: Shape<LogLoss> = fields<LogLoss>({
  kind: oneOf("not-resent", "torn", "went-back", "restarted"),
  bytes: count,
  lines: count,
  before: orNull(moment),
});

export const logCursor: Shape<LogCursor> = fields<LogCursor>({
  podUid: text,
  containerId: text,
  bytes: count,
  lines: count,
  seen: fields<SeenLines>({
    recent: listOf(line, RECENT),
    floors: listOf(fields<Floor>({ since: orNull(whole), first: line, lines: count }), FLOORS),
    latest: orNull(moment),
  }),
  unfinished: orNull(
    fields<UnfinishedLine>({
      instant: moment,
      bytes: count,
      head: fields<UnfinishedLine["head"]>({ hash, bytes: within(0, HEAD_BYTES) }),
    }),
  ),
  losses: fields<LogLosses>({ first: listOf(loss, KEPT_LOSSES), count }),
});

const stream = oneOf("stdout", "stderr");

const gap: Shape<FrameGap> = fields<FrameGap>({
  stream,
  offset: count,
  bytes: count,
  where: oneOf("log", "pod"),
});

const sha256: Shape<Sha256State> = fields<Sha256State>({
  words: listOf(within(-0x8000_0000, 0x7fff_ffff), 8),
  tail: listOf(within(0, 0xff), 63),
  bytes: count,
});

const beat: Shape<Beat> = fields<Beat>({
  sentAt: instant,
  memoryBytes: orNull(count),
  memoryLimitBytes: orNull(count),
  oomKills: orNull(count),
  stdoutBytes: count,
  stderrBytes: count,
});

const end: Shape<End> = fields<End>({
  exitCode: orNull(count),
  signal: orNull(text),
  stdoutBytes: count,
  stderrBytes: count,
  stdoutSha256: orNull(text),
  oomKills: orNull(count),
  stopped: orNull(oneOf("linger", "signal")),
});

export const frameProgress: Shape<FrameProgress> = fields<FrameProgress>({
  nextSeq: count,
  stdoutBytes: count,
  stderrBytes: count,
  stdoutSha256: orNull(sha256),
  gaps: fields<FrameGaps>({ first: listOf(gap, KEPT_GAPS), stdout: count, stderr: count }),
  damagedLines: count,
  lastBeat: orNull(beat),
  end: orNull(end),
});
