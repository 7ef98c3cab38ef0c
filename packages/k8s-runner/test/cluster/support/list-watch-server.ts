import type { ServerResponse } from "node:http";
import { json } from "./odd-server.ts";
import type { Asked, Handler } from "./odd-server.ts";

interface Stored {
  readonly kind: "Job";
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly managedFields: readonly object[];
  };
}

interface Happened {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: Stored;
  readonly version: number;
  /** No watch will ever tell of it. */
  readonly isLost: boolean;
}

/** What a server of lists and watches can be made to do. */
export type Trouble =
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "garbage" | "hang" };

/** A small list/watch server in the hands of a test: Jobs come and go, and connections fail as they are told to. */
export interface ListWatchServer {
  readonly handler: Handler;
  /** Creates what is not there, and changes what is. */
  readonly put: (name: string) => void;
  readonly remove: (name: string) => void;
  /** The next change is told by no watch. */
  readonly loseNext: () => void;
  /** Watches and continued lists from before now get 410. */
  readonly forget: () => void;
  /** Befalls the next request. */
  readonly trouble: (trouble: Trouble) => void;
  /** Ends all watches: cleanly, by breaking them off, in the middle of a line, or with an ERROR event. */
  readonly endWatches: (how: "eof" | "reset" | "torn" | "expired" | "failed") => void;
  readonly bookmark: () => void;
  /** Sends to all watches what is no message. */
  readonly write: (text: string) => void;
  /** A late repetition of what happened before, to all watches. */
  readonly repeat: (back: number) => void;
  readonly calm: () => void;
  readonly watches: () => number;
  /** UID and version of all that is there. */
  readonly stored: () => ReadonlyMap<string, string>;
}

export function createListWatchServer(pageSize: number): ListWatchServer {
  const objects = new Map<string, Stored>();
  const history: Happened[] = [];
  const watches = new Set<ServerResponse>();
  const snapshots = new Map<number, readonly Stored[]>();
  const troubles: Trouble[] = [];
  let version = 100;
  let forgottenUpTo = 0;
  let made = 0;
  let losing = false;

  function happen(type: Happened["type"], name: string, uid: string): void {
    version += 1;
    const labels = { "app.kubernetes.io/managed-by": "runverdict", run: name };
    const metadata = { name, namespace: "agents", uid, resourceVersion: String(version), labels };
    const object: Stored = { kind: "Job", metadata: { ...metadata, managedFields: [{}] } };
    if (type === "DELETED") objects.delete(name);
    else objects.set(name, object);
    const happened = { type, object, version, isLost: losing };
    losing = false;
    history.push(happened);
    for (const response of watches) tell(response, happened);
  }

  function list({ query }: Asked, response: ServerResponse): void {
    const [asOf = version, from = 0] = (query.get("continue") ?? "").split(".").filter(Boolean).map(Number);
    if (query.has("continue") && asOf < forgottenUpTo) return json(response, 410, expired);
    const items = snapshots.get(asOf) ?? [...objects.values()];
    snapshots.set(asOf, items);
    const isMore = from + pageSize < items.length;
    const metadata = {
      resourceVersion: String(asOf),
      ...(isMore ? { continue: `${asOf}.${from + pageSize}` } : {}),
    };
    json(response, 200, { kind: "JobList", metadata, items: items.slice(from, from + pageSize) });
  }

  function watch({ query }: Asked, response: ServerResponse): void {
    const from = Number(query.get("resourceVersion"));
    response.writeHead(200);
    response.flushHeaders();
    if (from < forgottenUpTo) {
      response.end(`${JSON.stringify({ type: "ERROR", object: expired })}\n`);
      return;
    }
    watches.add(response);
    response.on("close", () => watches.delete(response));
    for (const happened of history) if (happened.version > from) tell(response, happened);
  }

  return {
    handler(asked, response) {
      const trouble = troubles.shift();
      if (trouble?.kind === "status") return json(response, trouble.status, { message: "trouble" });
      if (trouble?.kind === "garbage") return void response.end("<html>\n");
      if (trouble?.kind === "hang") return;
      return asked.query.has("watch") ? watch(asked, response) : list(asked, response);
    },
    put(name) {
      const present = objects.get(name);
      if (present === undefined) made += 1;
      happen(present === undefined ? "ADDED" : "MODIFIED", name, present?.metadata.uid ?? `uid-${made}`);
    },
    remove(name) {
      const present = objects.get(name);
      if (present !== undefined) happen("DELETED", name, present.metadata.uid);
    },
    loseNext: () => {
      losing = true;
    },
    forget: () => {
      forgottenUpTo = version;
      history.length = 0;
      snapshots.clear();
    },
    trouble: (trouble) => void troubles.push(trouble),
    endWatches(how) {
      for (const response of watches) end(response, how);
      watches.clear();
    },
    bookmark() {
      const object = { kind: "Job", metadata: { resourceVersion: String(version) } };
      for (const response of watches) response.write(`${JSON.stringify({ type: "BOOKMARK", object })}\n`);
    },
    write: (text) => watches.forEach((response) => void response.write(text)),
    repeat(back) {
      const happened = history.at(-back - 1);
      if (happened !== undefined) for (const response of watches) tell(response, happened);
    },
    calm: () => {
      troubles.length = 0;
      losing = false;
    },
    watches: () => watches.size,
    stored: () =>
      new Map([...objects.values()].map(({ metadata }) => [metadata.uid, metadata.resourceVersion])),
  };
}

const expired = { kind: "Status", code: 410, reason: "Expired", message: "too old resource version: 1 (2)" };

function tell(response: ServerResponse, { type, object, isLost }: Happened): void {
  if (!isLost) response.write(`${JSON.stringify({ type, object })}\n`);
}

function end(response: ServerResponse, how: "eof" | "reset" | "torn" | "expired" | "failed"): void {
  if (how === "eof") response.end();
  else if (how === "reset") response.destroy();
  else if (how === "torn") response.end('{"type":"ADDED","object":{"kind":"Job","meta');
  else {
    const object = how === "expired" ? expired : { kind: "Status", code: 500, message: "etcd is away" };
    response.end(`${JSON.stringify({ type: "ERROR", object })}\n`);
  }
}
