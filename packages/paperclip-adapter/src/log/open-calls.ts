/** A tool that was called and has not answered yet. */
export interface OpenCall {
  /** Counts the calls of the run, from 1. */
  readonly number: number;
  /** `Bash: pnpm install` */
  readonly words: string;
}

/** The calls of a run: each gets a number by which its output is recognised. */
export interface OpenCalls {
  readonly begin: (id: string, words: string) => OpenCall;
  /** Null for an answer to a call that was never seen. */
  readonly end: (id: string) => OpenCall | null;
  /** Of several the one that was called last: a subagent's own call, and not the call of the subagent. */
  readonly last: () => OpenCall | null;
}

/** A call that is never answered is forgotten when so many others have come. */
const MOST = 256;

export function createOpenCalls(): OpenCalls {
  const open = new Map<string, OpenCall>();
  let count = 0;
  return {
    begin(id, words) {
      count += 1;
      const call = { number: count, words };
      open.delete(id);
      open.set(id, call);
      for (const oldest of open.keys()) {
        if (open.size <= MOST) break;
        open.delete(oldest);
      }
      return call;
    },
    end(id) {
      const call = open.get(id) ?? null;
      open.delete(id);
      return call;
    },
    last: () => [...open.values()].at(-1) ?? null,
  };
}
