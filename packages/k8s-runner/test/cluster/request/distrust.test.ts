import { expect, test } from "vitest";
import { distrustOf, explainDistrust, type Distrust } from "../../../src/cluster/request/distrust.ts";

test.each<readonly [string, Distrust | null]>([
  ["ERR_TLS_CERT_ALTNAME_INVALID", "name"],
  ["CERT_HAS_EXPIRED", "time"],
  ["CERT_NOT_YET_VALID", "time"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "authority"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "authority"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "authority"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "authority"],
  ["CERT_UNTRUSTED", "authority"],
  ["INVALID_PURPOSE", "authority"],
  ["ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE", "client-certificate"],
  ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "client-certificate"],
  ["ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE", "client-certificate"],
  ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", "client-certificate"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "protocol"],
  ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "protocol"],
  ["ECONNREFUSED", null],
  ["ECONNRESET", null],
  ["UND_ERR_SOCKET", null],
])("%s says %s", (code, why) => {
  expect(distrustOf(code)).toBe(why);
});

test.each<Distrust>(["authority", "name", "time", "client-certificate", "protocol"])(
  "%s is told in a sentence with its cure",
  (why) => {
    const { sentence, cure } = explainDistrust(why, "https://k.example", "CODE");
    expect(sentence).toMatch(/https:\/\/k\.example.*\(CODE\)\.$/);
    expect(cure).toMatch(/^\S.*\.$/);
  },
);
