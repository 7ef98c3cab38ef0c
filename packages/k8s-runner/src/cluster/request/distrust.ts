import type { Explained } from "../refusal/explain-refusal.ts";

/** What kept a connection from becoming a safe one. In all cases nothing of the request was read by anybody. */
export type Distrust =
  /** The server's certificate is of no authority that we know. */
  | "authority"
  /** It is for other names or addresses. */
  | "name"
  /** It is not valid yet, or not any more. */
  | "time"
  /** The server wants a certificate of ours, or does not accept the one that it got. */
  | "client-certificate"
  /** What answers there does not speak TLS, or not as we do. */
  | "protocol";

/** By the codes of Node and OpenSSL; null for those that speak of something else. */
export function distrustOf(code: string): Distrust | null {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID" || code === "HOSTNAME_MISMATCH") return "name";
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") return "time";
  if (/^ERR_SSL_.*ALERT_(?:HANDSHAKE_FAILURE|.*CERTIFICATE.*|UNKNOWN_CA)$/.test(code))
    return "client-certificate";
  if (code.startsWith("ERR_SSL_")) return "protocol";
  return /^(?:UNABLE_TO_(?:GET|VERIFY)_|INVALID_(?:CA|PURPOSE)$|CERT_|ERR_TLS_CERT_|.*SELF_SIGNED_CERT)/.test(
    code,
  )
    ? "authority"
    : null;
}

/** For people: what is wrong, and what to do about it. `server` is its address, without a password. */
export function explainDistrust(why: Distrust, server: string, message: string): Explained {
  switch (why) {
    case "authority":
      return {
        sentence: `${server} shows a certificate of no authority that is known (${message}).`,
        cure: "Put the cluster's authority into the kubeconfig as `certificate-authority-data`; if it is there, somebody may stand between.",
      };
    case "name":
      return {
        sentence: `The certificate of ${server} is for another address (${message}).`,
        cure: "Use an address that it names, or set `tls-server-name` in the kubeconfig.",
      };
    case "time":
      return {
        sentence: `The certificate of ${server} is not valid now (${message}).`,
        cure: "Check the clock of this machine, or have the certificate renewed.",
      };
    case "client-certificate":
      return {
        sentence: `${server} wants a client certificate that it knows (${message}).`,
        cure: "Check `client-certificate-data` and `client-key-data` of the kubeconfig's user: they may be missing, expired or of another cluster.",
      };
    case "protocol":
      return {
        sentence: `What answers at ${server} does not speak TLS as we do (${message}).`,
        cure: "Check the address and its port, and whether a proxy answers in its place.",
      };
  }
}
