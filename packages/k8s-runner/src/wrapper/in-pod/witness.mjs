import { statfsSync } from "node:fs";
import { exitCodeOf } from "./agent.mjs";
import { memoryOf } from "./memory.mjs";
import { composeMessage, writeMessage } from "./termination-message.mjs";

/** @import { Ending } from "./agent.mjs" */
/** @import { Config } from "./config.mjs" */
/** @import { Reason } from "./stopper.mjs" */
/** @import { Streams } from "./streams.mjs" */
/** @import { StreamAccount } from "./termination-message.mjs" */
/** @import { openCourier } from "./courier.mjs" */

/** With less than this on the disk the agent's next lines may not fit any more. */
const leastFreeBytes = 1024 * 1024;

/** Each of the two files may have this part of the disk: an emptyDir in memory can be small. */
const shareOfDisk = 4;

/** @type {(stream: "stdout" | "stderr") => string} */
const emptied = (stream) =>
  `the agent's ${stream} was emptied by a process that opened it anew (> /dev/${stream} in a script?)`;

/**
 * Says what is known of the run: in heartbeats, in the last frame and in the termination message. Nothing of the
 * agent's environment or arguments is ever part of it.
 *
 * @param {Config} config
 * @param {Streams} streams
 * @param {Pick<ReturnType<typeof openCourier>, "isClosed" | "writtenFrames">} log
 */
export function openWitness(config, { stdout, stderr }, log) {
  const memory = memoryOf(config.cgroupFolder);
  const oomKillsBefore = memory().oomKills;
  /** @type {Set<string>} */
  const problems = new Set();

  const complain = (/** @type {string} */ problem) => {
    if (problems.has(problem)) return;
    problems.add(problem);
    process.stderr.write(`runverdict: ${problem}\n`);
  };
  const oomKills = () => {
    const now = memory().oomKills;
    return now === null || oomKillsBefore === null ? null : now - oomKillsBefore;
  };
  const totals = () => ({
    stdoutBytes: stdout.spool.seenBytes(),
    stderrBytes: stderr.spool.seenBytes(),
    oomKills: oomKills(),
  });

  return {
    /** How much a file of the spool may hold; little when the disk is nearly full, so that the agent can write on. */
    spoolLimitBytes() {
      const { freeBytes, capacityBytes } = spaceOf(config.spoolFolder);
      const limitBytes = Math.min(config.maxSpoolBytes, capacityBytes / shareOfDisk);
      if (freeBytes >= leastFreeBytes) return limitBytes;
      complain("there is hardly any space left for the agent's output (ENOSPC)");
      return Math.min(limitBytes, leastFreeBytes);
    },

    beat() {
      const { currentBytes, maxBytes } = memory();
      return {
        sentAt: Date.now(),
        memoryBytes: currentBytes,
        memoryLimitBytes: maxBytes,
        ...totals(),
        spoolBytes: stdout.spool.sizeBytes() + stderr.spool.sizeBytes(),
        spoolFreeBytes: spaceOf(config.spoolFolder).freeBytes,
        wrapperRssBytes: process.memoryUsage.rss(),
      };
    },

    /** @type {(ending: Ending, stopped: Reason | null) => object} */
    end: (ending, stopped) => ({
      exitCode: ending.kind === "signalled" ? null : exitCodeOf(ending),
      signal: ending.kind === "signalled" ? ending.signal : null,
      ...totals(),
      stdoutSha256: stdout.sha256(),
      stopped,
    }),

    /** @type {(phase: "running" | "draining" | "done", ending: Ending | null, stopped: Reason | null) => void} */
    testify(phase, ending, stopped) {
      if (log.isClosed()) complain("stdout was closed by its reader");
      if (stdout.spool.wasRewritten()) complain(emptied("stdout"));
      if (stderr.spool.wasRewritten()) complain(emptied("stderr"));
      const account = {
        phase,
        ending,
        stopped,
        frames: log.writtenFrames(),
        stdout: spooled(stdout.spool),
        stderr: spooled(stderr.spool),
        stdoutLines: stdout.lines(),
        stdoutSha256: stdout.sha256(),
        oomKills: oomKills(),
        problems: [...problems],
        lastWord: stdout.lastWord(),
        stderrTail: stderr.tail(),
      };
      try {
        writeMessage(
          config.terminationMessagePath,
          composeMessage(account, config.maxTerminationMessageBytes),
        );
      } catch (error) {
        complain(`the termination message could not be written (${codeOf(error)})`);
      }
    },
  };
}

/** @type {(spool: Streams["stdout"]["spool"]) => StreamAccount} */
function spooled(spool) {
  return { bytes: spool.seenBytes(), sentBytes: spool.sentBytes(), lostBytes: spool.lostBytes() };
}

const endless = { freeBytes: Infinity, capacityBytes: Infinity };

/** Endless where it can't be known. @type {(folder: string) => { freeBytes: number, capacityBytes: number }} */
function spaceOf(folder) {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    // Some network file systems say nothing by saying 0.
    if (blocks === 0) return endless;
    return { freeBytes: bavail * bsize, capacityBytes: blocks * bsize };
  } catch {
    return endless;
  }
}

/** @type {(error: unknown) => string} */
function codeOf(error) {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
