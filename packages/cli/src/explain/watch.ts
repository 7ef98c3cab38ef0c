import { PassThrough, type Readable } from "node:stream";
import type { StreamEvent } from "@runverdict/stream-parser";
import { tells } from "@runverdict/stream-parser/describe";
import type { World } from "../world.ts";
import type { ExplainRequest } from "./arguments.ts";
import { eventLine } from "./event-line.ts";
import { judge, type Judged } from "./judged.ts";
import { renderEvent } from "./render-event.ts";
import type { Single } from "./subject.ts";

/** Shows the events of a transcript as they come, and judges it when it ends. */
export async function watch(subject: Single, request: ExplainRequest, world: World): Promise<Judged> {
  // With --json, standard output belongs to the verdict alone.
  const show = request.json ? world.note : world.print;
  const onEvent = (event: StreamEvent): void => {
    if (tells(event)) show([renderEvent(eventLine(event), world.paper)]);
  };
  const fromStdin = subject.kind === "transcript" && subject.path === null;
  const input = fromStdin ? stoppable(world) : { stdin: world.stdin, close: () => {} };
  try {
    const judged = await judge(subject, { exit: request.exit, stdin: input.stdin, onEvent });
    if (judged.kind === "explained") show([""]);
    return judged;
  } finally {
    input.close();
  }
}

/**
 * Standard input that Ctrl-C ends as if the input had ended: the person wants to stop watching and to see the verdict
 * on what came. The same Ctrl-C reaches `kubectl logs -f` in front of the pipe.
 */
function stoppable(world: World): { readonly stdin: () => Readable; readonly close: () => void } {
  const source = world.stdin();
  const stdin = new PassThrough();
  source.once("error", (error) => stdin.destroy(error));
  source.pipe(stdin);
  const forget = world.onInterrupt(() => {
    forget();
    source.unpipe(stdin);
    stdin.end();
  });
  return {
    stdin: () => stdin,
    close: () => {
      forget();
      source.destroy();
    },
  };
}
