import type { webcrypto } from 'node:crypto';
import 'reflect-metadata'; // the library asks for it
import * as x509 from '@peculiar/x509';

/** A certificate and its key, both in PEM form. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

/** Issues certificates for a day: no key is kept in the repository, and none there expires. */
export class Authority {
  private constructor(
    private readonly name: string,
    private readonly keys: webcrypto.CryptoKeyPair,
    /** By which others know what this one has issued. */
    readonly cert: string,
  ) {}

  static async make(name = 'CN=Authority of a test'): Promise<Authority> {
    const keys = await newKeys();
    const extensions = [new x509.BasicConstraintsExtension(true, undefined, true)];
    const cert = await x509.X509CertificateGenerator.createSelfSigned({ name, keys, extensions, ...aroundToday() });
    return new Authority(name, keys, cert.toString('pem'));
  }

  /** For a server of this DNS name, or a client that calls itself so. */
  async issue(dnsName: string): Promise<Certified> {
    const keys = await newKeys();
    const cert = await x509.X509CertificateGenerator.create({
      subject: `CN=${dnsName}`,
      issuer: this.name,
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: dnsName }])],
      ...aroundToday(),
    });
    const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
    return { cert: cert.toString('pem'), key: x509.PemConverter.encode(key, x509.PemConverter.PrivateKeyTag) };
  }
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

function aroundToday() {
  const now = Date.now();
  return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + DAY_MS), signingAlgorithm: algorithm };
}
