#!/usr/bin/env node
import { processWorld } from "./process-world.ts";
import { program } from "./program.ts";

const world = processWorld();
process.on("uncaughtException", confess);
try {
  const status = await program(process.argv.slice(2), world);
  // An output that could not be written has set it already.
  process.exitCode ??= status;
} catch (error) {
  confess(error);
}

/** No input leads here. A stack trace would be of no use to the person; the message may be to us. */
function confess(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  world.complain(`a mistake in runverdict itself: ${message} Please report it, with the case if you can.`);
  process.exitCode = 1;
}
