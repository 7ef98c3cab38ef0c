import { generate, type SelfsignedOptions } from "selfsigned";

/** A certificate and its key, as PEM. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority that lives as long as a test. */
export interface Authority extends Certified {
  /** Certifies a server for these addresses, or a client. */
  readonly certify: (wish: Wish) => Promise<Certified>;
}

export interface Wish {
  readonly name: string;
  readonly ips?: readonly string[];
  readonly dns?: readonly string[];
  readonly validUntil?: Date;
}

const kind = { keyType: "ec", curve: "P-256", algorithm: "sha256" } as const satisfies SelfsignedOptions;
const dayMs = 86_400_000;

export async function createAuthority(name: string): Promise<Authority> {
  const own = await certified(name, {
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return {
    ...own,
    certify({ name: subject, ips = [], dns = [], validUntil }) {
      const names = [
        ...ips.map((ip) => ({ type: 7, ip }) as const),
        ...dns.map((value) => ({ type: 2, value }) as const),
      ];
      return certified(subject, {
        ca: own,
        ...(validUntil === undefined ? {} : { notAfterDate: validUntil }),
        extensions: [
          { name: "basicConstraints", cA: false, critical: true },
          { name: "extKeyUsage", serverAuth: true, clientAuth: true },
          ...(names.length === 0 ? [] : [{ name: "subjectAltName", altNames: names } as const]),
        ],
      });
    },
  };
}

/** Valid since two days ago, so that clocks that differ a little don't matter. */
async function certified(name: string, options: SelfsignedOptions): Promise<Certified> {
  const notBeforeDate = new Date(Date.now() - 2 * dayMs);
  const made = await generate([{ name: "commonName", value: name }], { ...kind, notBeforeDate, ...options });
  return { cert: made.cert, key: made.private };
}
