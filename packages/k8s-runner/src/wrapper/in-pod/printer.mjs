/**
 * The format of the frames is written down in `src/log/frame.ts`, whose decoder the tests read our output with.
 */
const frameBytes = 8000;
/** Room for a payload when all other fields are as long as they can be. */
export const payloadBytes = frameBytes - 128;

/** What may be under way at once. A reader that takes it all is asked for more, and one that stalls costs no memory. */
const batchBytes = 32 * 1024;

/**
 * Prints frames on our own stdout, as fast as it is read and never faster: in batches, the next one when the last was
 * taken. Nothing may be printed unless `isReady`.
 *
 * @param {string} nonce
 * @param {() => void} onReady Called when more can be printed, or when nothing will ever be again.
 */
export function openPrinter(nonce, onReady) {
  const magic = `@rv1.${nonce}`;
  const stdout = process.stdout;
  // One for good: a new one for each batch stays until the next garbage collection (seen: 150 MB at 500 MB of output).
  const batch = Buffer.alloc(batchBytes + frameBytes);
  let [batched, printed, written] = [0, 0, 0];
  let [isClosed, isUnderWay] = [false, false];
  // Nobody reads any more. The agent's work goes on, and the termination message tells the rest.
  stdout.on("error", () => {
    isClosed = true;
    onReady();
  });

  /** @type {(fields: string, payload: Buffer, mark: string) => void} */
  const print = (fields, payload, mark) => {
    batched += batch.write(`${magic} ${printed} ${fields} `, batched, "latin1");
    batched += payload.copy(batch, batched);
    batched += batch.write(`${mark}\n`, batched, "latin1");
    printed += 1;
  };

  return {
    isClosed: () => isClosed,
    /** Whether another frame may be printed now. */
    isReady: () => !isClosed && !isUnderWay && batched < batchBytes,
    /** Frames that were taken by the reader's pipe. */
    writtenFrames: () => written,
    /** @type {(tag: "out" | "err", offset: number, payload: Buffer, endsLine: boolean) => void} */
    data: (tag, offset, payload, endsLine) =>
      print(`${tag} ${offset} ${payload.length}`, payload, endsLine ? "$" : "+"),
    /** @type {(kind: "lost" | "beat" | "end", body: object) => void} */
    report: (kind, body) => print(kind, Buffer.from(JSON.stringify(body)), "$"),
    /** Hands over what was printed since the last time; calls back when the pipe took it, or never will. */
    flush(onSettled = onReady) {
      isUnderWay = true;
      stdout.write(batch.subarray(0, batched), (error) => {
        isUnderWay = false;
        batched = 0;
        if (!error) written = printed;
        onSettled();
      });
    },
  };
}
