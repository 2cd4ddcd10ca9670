import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';

/** The only place that reads the environment: everything else is handed a `Config`. */

const words = z.string().trim().min(1);
const port = z.coerce.number().int().min(0).max(65535);
const count = z.coerce.number().int().min(1);
const yesOrNo = z
  .enum(['true', 'false', '1', '0', 'yes', 'no'])
  .transform((word) => word === 'true' || word === '1' || word === 'yes');

const names = words
  .transform((given) => given.split(',').map((name) => name.trim()))
  .pipe(z.array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/)));

const path = words.transform((given) =>
  given === '~' || given.startsWith('~/') ? join(homedir(), given.slice(1)) : resolve(given),
);

// This file runs from dist/src/config, and in tests from src/config; what `npm run build` makes is in dist/ both times.
function builtFile(name: string): string {
  const top = resolve(import.meta.dirname, '../..');
  return basename(top) === 'dist' ? join(top, name) : join(top, 'dist', name);
}

/** Every variable that Flotilla reads; `.env.example` explains each one, and a test holds the two together. */
export const environment = z.object({
  FLOTILLA_HOST: words.default('127.0.0.1'),
  FLOTILLA_PORT: port.default(7070),
  FLOTILLA_ACCESS: z.enum(['open', 'tokens']).default('open'),
  FLOTILLA_NEW_ADMIN_TOKEN: yesOrNo.default(false),
  FLOTILLA_DATA_DIR: path.prefault('.flotilla'),
  FLOTILLA_CACHE_DIR: path.prefault('~/.cache/flotilla'),
  FLOTILLA_INSTALLATION: words.regex(/^[a-z0-9][a-z0-9-]{0,31}$/).default('local'),
  FLOTILLA_ALLOW_PROCESS_ENGINE: yesOrNo.default(false),
  FLOTILLA_SECRETS_DIR: path.optional(),
  FLOTILLA_SECRETS_ENV: names.default([]),
  FLOTILLA_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  FLOTILLA_LOG_FORMAT: z.enum(['json', 'pretty']).default('json'),
  FLOTILLA_LOG_CAP_MIB: count.default(256),
  FLOTILLA_KEEP_RUNS_DAYS: count.optional(),
  FLOTILLA_WAITING_WORKFLOWS: count.default(1000),
  FLOTILLA_WATCH_SLOTS: count.default(2000),
  FLOTILLA_BUNDLE: path.prefault(builtFile('workflow-bundle.js')),
  TEMPORAL_ADDRESS: words.optional(),
  TEMPORAL_NAMESPACE: words.default('default'),
  TEMPORAL_API_KEY: words.optional(),
  TEMPORAL_TLS: yesOrNo.optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: path.optional(),
  TEMPORAL_TLS_SERVER_NAME: words.optional(),
  TEMPORAL_TLS_CLIENT_CERT_PATH: path.optional(),
  TEMPORAL_TLS_CLIENT_KEY_PATH: path.optional(),
  TEMPORAL_UI_URL: z.url().optional(),
  MONGODB_URI: words.regex(/^mongodb(\+srv)?:\/\//).optional(),
  DOCKER_HOST: words.optional(),
  AWS_REGION: words.optional(),
  FLOTILLA_URL: z.url().optional(),
  FLOTILLA_TOKEN: words.optional(),
  FLOTILLA_CONFIG_DIR: path.prefault('~/.config/flotilla'),
});

/** Changes to an environment that leave nothing in it about a Temporal: a person may have set it for the `temporal` command line. */
export const noTemporalSettings: Readonly<Record<string, undefined>> = Object.fromEntries(
  Object.keys(environment.shape).flatMap((name) => (name.startsWith('TEMPORAL_') ? [[name, undefined]] : [])),
);

export interface Config {
  readonly host: string;
  readonly port: number;
  /** open: whoever reaches the API may do everything; tokens: they must show one. */
  readonly access: 'open' | 'tokens';
  /** A start makes a first admin token although there are others: for whoever has lost the last one. */
  readonly newAdminToken: boolean;
  readonly dataDir: string;
  readonly cacheDir: string;
  /** Marks what this installation starts on a cluster, so that two installations sharing one never reap each other's. */
  readonly installation: string;
  readonly allowProcessEngine: boolean;
  /** The folder whose files are secrets; without it there are none of that kind. */
  readonly secretsDir: string | undefined;
  /** The variables of our own environment that jobs may ask for. */
  readonly secretsEnv: readonly string[];
  readonly logLevel: z.output<typeof environment>['FLOTILLA_LOG_LEVEL'];
  readonly logFormat: 'json' | 'pretty';
  readonly logCapMiB: number;
  /** How long runs and their logs are kept after their end; undefined: for ever. */
  readonly keepRunsDays: number | undefined;
  readonly waitingWorkflows: number;
  readonly watchSlots: number;
  readonly bundle: string;
  readonly temporalAddress: string | undefined;
  readonly temporalNamespace: string;
  readonly temporalApiKey: string | undefined;
  /** undefined: with TLS if anything else asks for it (see temporal-access.ts). */
  readonly temporalTls: boolean | undefined;
  readonly temporalServerCa: string | undefined;
  readonly temporalServerName: string | undefined;
  readonly temporalClientCert: string | undefined;
  readonly temporalClientKey: string | undefined;
  readonly temporalUiUrl: string | undefined;
  readonly mongodbUri: string | undefined;
  readonly dockerHost: string | undefined;
  /** Where ECS clusters are looked for; each connected cluster names its own region. */
  readonly awsRegion: string | undefined;
  /** The Flotilla that the command line talks to; when it is not given, the command line looks for one itself. */
  readonly url: string | undefined;
  readonly token: string | undefined;
  /** Where the command line keeps the tokens of people who have logged in. */
  readonly configDir: string;
}

/** Reads and checks all variables once; throws one `ConfigError` that names every bad one and shows none of their values. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const read = environment.safeParse(withoutEmpty(env));
  if (!read.success) throw new ConfigError(hintsOf(read.error.issues));
  const value = read.data;
  return Object.freeze({
    host: value.FLOTILLA_HOST,
    port: value.FLOTILLA_PORT,
    access: value.FLOTILLA_ACCESS,
    newAdminToken: value.FLOTILLA_NEW_ADMIN_TOKEN,
    dataDir: value.FLOTILLA_DATA_DIR,
    cacheDir: value.FLOTILLA_CACHE_DIR,
    installation: value.FLOTILLA_INSTALLATION,
    allowProcessEngine: value.FLOTILLA_ALLOW_PROCESS_ENGINE,
    secretsDir: value.FLOTILLA_SECRETS_DIR,
    secretsEnv: value.FLOTILLA_SECRETS_ENV,
    logLevel: value.FLOTILLA_LOG_LEVEL,
    logFormat: value.FLOTILLA_LOG_FORMAT,
    logCapMiB: value.FLOTILLA_LOG_CAP_MIB,
    keepRunsDays: value.FLOTILLA_KEEP_RUNS_DAYS,
    waitingWorkflows: value.FLOTILLA_WAITING_WORKFLOWS,
    watchSlots: value.FLOTILLA_WATCH_SLOTS,
    bundle: value.FLOTILLA_BUNDLE,
    temporalAddress: value.TEMPORAL_ADDRESS,
    temporalNamespace: value.TEMPORAL_NAMESPACE,
    temporalApiKey: value.TEMPORAL_API_KEY,
    temporalTls: value.TEMPORAL_TLS,
    temporalServerCa: value.TEMPORAL_TLS_SERVER_CA_CERT_PATH,
    temporalServerName: value.TEMPORAL_TLS_SERVER_NAME,
    temporalClientCert: value.TEMPORAL_TLS_CLIENT_CERT_PATH,
    temporalClientKey: value.TEMPORAL_TLS_CLIENT_KEY_PATH,
    temporalUiUrl: value.TEMPORAL_UI_URL,
    mongodbUri: value.MONGODB_URI,
    dockerHost: value.DOCKER_HOST,
    awsRegion: value.AWS_REGION,
    url: value.FLOTILLA_URL,
    token: value.FLOTILLA_TOKEN,
    configDir: value.FLOTILLA_CONFIG_DIR,
  });
}

const hints: Record<string, string> = {
  invalid_type: 'is not a number',
  invalid_value: 'is not one of the allowed words',
  too_small: 'is too small or empty',
  too_big: 'is too large',
  invalid_format: 'does not have the right form',
};

function hintsOf(issues: readonly z.core.$ZodIssue[]): ReadonlyMap<string, string> {
  return new Map(issues.map((issue) => [String(issue.path[0]), hints[issue.code] ?? 'cannot be used']));
}

/** Names every variable that could not be read. Values stay out: a connection string holds a password. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly variables: readonly string[];

  constructor(bad: ReadonlyMap<string, string>) {
    const lines = [...bad].map(([name, hint]) => `  ${name} ${hint}`);
    super(`These settings cannot be used (see .env.example):\n${lines.join('\n')}`);
    this.variables = [...bad.keys()];
  }
}

// `FLOTILLA_TOKEN=` in an .env file or a compose file means "not set", not "set to nothing".
function withoutEmpty(env: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
}
