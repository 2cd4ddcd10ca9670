import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Config, ConfigError } from './config.js';

/** How to reach Temporal, in the words of both of its clients. */
export interface TemporalAccess {
  readonly address: string;
  readonly apiKey?: string;
  readonly tls: Tls | false;
}

interface Tls {
  readonly serverNameOverride?: string;
  readonly serverRootCACertificate?: Buffer;
  readonly clientCertPair?: { crt: Buffer; key: Buffer };
}

type Settings = Pick<
  Config,
  | 'temporalAddress'
  | 'temporalApiKey'
  | 'temporalTls'
  | 'temporalServerCa'
  | 'temporalServerName'
  | 'temporalClientCert'
  | 'temporalClientKey'
>;
type Refuse = (variable: string, why: string) => void;

const DEFAULT_ADDRESS = '127.0.0.1:7233';

const SERVER_CA = 'TEMPORAL_TLS_SERVER_CA_CERT_PATH';
const SERVER_NAME = 'TEMPORAL_TLS_SERVER_NAME';
const CLIENT_CERT = 'TEMPORAL_TLS_CLIENT_CERT_PATH';
const CLIENT_KEY = 'TEMPORAL_TLS_CLIENT_KEY_PATH';

/**
 * Reads the files that the settings name; throws one `ConfigError` that says of each bad setting how to mend it. Only for
 * who connects to Temporal: the command line may be in the same environment and need not be able to read the key.
 *
 * The names are those of @temporalio/envconfig, and mean the same. We do not use it: it goes on without the certificate when
 * only one of the pair is given, takes TEMPORAL_TLS=yes for "no", looks into a person's own profile, and names no variable.
 */
export function temporalAccess(settings: Settings): TemporalAccess {
  const bad = new Map<string, string>();
  const tls = tlsOf(settings, (variable, why) => bad.set(variable, why));
  if (bad.size > 0) throw new ConfigError(bad);
  const { temporalAddress: address = DEFAULT_ADDRESS, temporalApiKey: apiKey } = settings;
  return { address, ...(apiKey === undefined ? {} : { apiKey }), tls };
}

function tlsOf(settings: Settings, refuse: Refuse): Tls | false {
  const { temporalTls: isWanted, temporalApiKey: apiKey, temporalServerName: name } = settings;
  const given = tlsVariablesOf(settings);
  if (isWanted === false) {
    for (const variable of given) refuse(variable, 'is for TLS, which TEMPORAL_TLS switches off: take one of them out');
    return false;
  }
  if (isWanted === undefined && given.length === 0 && apiKey === undefined) return false;
  const ca = certificateIn(SERVER_CA, settings.temporalServerCa, refuse);
  const clientCertPair = clientPairOf(settings, refuse);
  return {
    ...(name === undefined ? {} : { serverNameOverride: name }),
    ...(ca === undefined ? {} : { serverRootCACertificate: ca }),
    ...(clientCertPair === undefined ? {} : { clientCertPair }),
  };
}

function tlsVariablesOf(settings: Settings): string[] {
  const values = {
    [SERVER_CA]: settings.temporalServerCa,
    [SERVER_NAME]: settings.temporalServerName,
    [CLIENT_CERT]: settings.temporalClientCert,
    [CLIENT_KEY]: settings.temporalClientKey,
  };
  return Object.entries(values).flatMap(([variable, value]) => (value === undefined ? [] : [variable]));
}

function clientPairOf(settings: Settings, refuse: Refuse): { crt: Buffer; key: Buffer } | undefined {
  const { temporalClientCert: certPath, temporalClientKey: keyPath } = settings;
  if (certPath === undefined && keyPath !== undefined) refuse(CLIENT_CERT, missingBeside(CLIENT_KEY));
  if (certPath !== undefined && keyPath === undefined) refuse(CLIENT_KEY, missingBeside(CLIENT_CERT));
  const crt = certificateIn(CLIENT_CERT, certPath, refuse);
  const key = keyIn(CLIENT_KEY, keyPath, refuse);
  if (crt === undefined || key === undefined) return undefined;
  if (!new X509Certificate(crt).checkPrivateKey(createPrivateKey(key)))
    refuse(CLIENT_KEY, `is not the key of the certificate in ${CLIENT_CERT}: give the two that belong together`);
  return { crt, key };
}

const missingBeside = (other: string) => `is missing beside ${other}: set both, or neither`;

function certificateIn(variable: string, path: string | undefined, refuse: Refuse): Buffer | undefined {
  // Node would take the binary form as well, the worker's client would not.
  const isOne = (file: Buffer) => file.includes('-----BEGIN CERTIFICATE-----') && new X509Certificate(file);
  return pemIn(variable, path, isOne, 'a certificate in PEM form', refuse);
}

function keyIn(variable: string, path: string | undefined, refuse: Refuse): Buffer | undefined {
  return pemIn(
    variable,
    path,
    (file) => createPrivateKey(file),
    'a private key in PEM form without a passphrase',
    refuse,
  );
}

function pemIn(
  variable: string,
  path: string | undefined,
  parse: (file: Buffer) => unknown,
  what: string,
  refuse: Refuse,
): Buffer | undefined {
  if (path === undefined) return undefined;
  let file;
  try {
    file = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // nothing else is thrown there
    refuse(
      variable,
      `names a file that cannot be read (${code ?? 'unknown'}): correct the path, or let this user read it`,
    );
    return undefined;
  }
  try {
    if (parse(file) !== false) return file;
  } catch {
    // Said below: what OpenSSL has to say about it helps nobody.
  }
  refuse(variable, `names a file that does not hold ${what}`);
  return undefined;
}
