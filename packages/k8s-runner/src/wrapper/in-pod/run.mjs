import { performance } from "node:perf_hooks";
import { startAgent } from "./agent.mjs";
import { openCourier } from "./courier.mjs";
import { openStopper } from "./stopper.mjs";
import { openStreams } from "./streams.mjs";
import { openWitness } from "./witness.mjs";

/** @import { Ending } from "./agent.mjs" */
/** @import { Config } from "./config.mjs" */

/** @type {readonly NodeJS.Signals[]} */
const stopSignals = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"];

/**
 * Runs the agent to its end and tells all of it: in frames on our stdout, and in the termination message.
 *
 * @param {Config} config
 * @param {readonly string[]} command
 * @param {(ending: Ending) => void} onDone
 * @returns {{ abandon: (problem: string) => void }} Ends it at once, when the wrapper itself fails.
 */
export function run(config, command, onDone) {
  const streams = openStreams(config);
  const courier = openCourier(config.nonce, streams, onLook);
  const witness = openWitness(config, streams, courier);
  const files = { stdoutFd: streams.stdout.spool.fd, stderrFd: streams.stderr.spool.fd };
  const agent = startAgent(command, { stdinPath: config.stdinPath, ...files }, agentEnded);
  const stopper = openStopper(agent, config.stopGraceMs);
  /** @type {Ending | null} */
  let ending = null;
  let isDone = false;
  let grewAt = performance.now();

  for (const signal of stopSignals) process.on(signal, () => stopper.stop("signal", signal));
  setInterval(beat, config.heartbeatMs);
  witness.testify("running", null, null);
  return { abandon };

  function beat() {
    courier.beat(witness.beat());
    witness.testify(ending === null ? "running" : "draining", ending, stopper.reason());
  }

  /** @param {number} grownBytes */
  function onLook(grownBytes) {
    watchLinger(grownBytes);
    return witness.spoolLimitBytes();
  }

  /** @param {number} grownBytes */
  function watchLinger(grownBytes) {
    const now = performance.now();
    if (grownBytes > 0) grewAt = now;
    if (config.finalWord === null || !streams.stdout.isFinal() || stopper.reason() !== null) return;
    if (now - grewAt >= config.finalWord.lingerMs) stopper.stop("linger", "SIGTERM");
  }

  /** @param {Ending} how */
  function agentEnded(how) {
    ending = how;
    if (how.kind === "not-started") process.stderr.write(`runverdict: ${how.problem}\n`);
    courier.finish(config.drainMs, () => witness.end(how, stopper.reason()), done);
    // Whatever happens while the log is drained, how the agent ended is safe.
    witness.testify("draining", how, stopper.reason());
  }

  function done() {
    if (isDone || ending === null) return;
    isDone = true;
    witness.testify("done", ending, stopper.reason());
    onDone(ending);
  }

  /** @param {string} problem */
  function abandon(problem) {
    agent.signal("SIGKILL");
    witness.testify("done", { kind: "wrapper-failed", code: 125, problem }, stopper.reason());
  }
}
