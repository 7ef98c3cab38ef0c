import { connect as connectTo, type AddressInfo, type Socket } from "node:net";
import { createServer, type SecureVersion } from "node:tls";
import type { Certified } from "./authority.ts";

/** What stands before a server of plain HTTP: the end of TLS. */
export interface TlsFront {
  readonly url: string;
  /** All that was said over the connections that were made, decrypted. */
  readonly heard: () => string;
  /** How many connections came to the end of their handshake. */
  readonly trusted: () => number;
  readonly openSockets: () => number;
  /** Breaks all connections, and shows another certificate to those that follow. */
  readonly show: (shown: Certified) => void;
  readonly close: () => Promise<void>;
}

export interface FrontOptions {
  /** Who does not show a certificate of this authority is turned away. */
  readonly clientCa?: string;
  readonly maxVersion?: SecureVersion;
}

export async function openTlsFront(
  before: string,
  shown: Certified,
  { clientCa, ...options }: FrontOptions,
): Promise<TlsFront> {
  const sockets = new Set<Socket>();
  const heard: Buffer[] = [];
  let trusted = 0;
  const asks = clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: true };
  const server = createServer({ ...shown, ...asks, ...options }, (socket) => {
    trusted += 1;
    const behind = connectTo(Number(new URL(before).port), "127.0.0.1");
    socket.on("data", (bytes: Buffer) => void heard.push(bytes));
    socket.on("error", () => behind.destroy());
    socket.on("close", () => behind.destroy());
    behind.on("error", () => socket.destroy());
    socket.pipe(behind).pipe(socket);
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
  });
  const breakAll = (): void => sockets.forEach((socket) => void socket.destroy());
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    heard: () => Buffer.concat(heard).toString(),
    trusted: () => trusted,
    openSockets: () => sockets.size,
    show(other) {
      server.setSecureContext({ ...other });
      breakAll();
    },
    async close() {
      breakAll();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
