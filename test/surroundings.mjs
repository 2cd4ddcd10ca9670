import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { get } from 'node:http';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Finds out what this machine offers to the tests and starts the servers they share. What a test may use is handed on in
 * FLOTILLA_TEST_… variables (read by test/needs.ts); what cannot be had is said in one line, and those tests are skipped.
 */
export async function surroundings(root, say, signal) {
  const [servers, docker] = await Promise.all([startServers(root, say, signal), dockerAddress(say)]);
  const compose = await composeReader(root, say);
  const chromium = chromiumPath(say);
  const python = pythonWithBoto3(say);
  return {
    env: {
      ...(servers && {
        FLOTILLA_TEST_TEMPORAL: servers.temporalAddress,
        FLOTILLA_TEST_MONGODB: servers.mongodbUri,
        FLOTILLA_TEST_MONGODB_KIND: servers.mongodbKind,
      }),
      ...(docker && { FLOTILLA_TEST_DOCKER: docker }),
      ...(chromium && { FLOTILLA_TEST_CHROMIUM: chromium }),
      ...(python && { FLOTILLA_TEST_BOTO3: python }),
      ...(compose && { FLOTILLA_TEST_COMPOSE: compose }),
    },
    stop: async () => servers?.stop(),
  };
}

async function startServers(root, say, signal) {
  try {
    const { startTestServers } = await import(pathToFileURL(join(root, 'dist/test/servers.js')).href);
    return await startTestServers(say, signal);
  } catch (error) {
    say(`no Temporal and no MongoDB, so tests that need them are skipped: ${error.message}`);
    return undefined;
  }
}

/** A program that reads compose files as Docker Compose does. */
async function composeReader(root, say) {
  const { composeReader } = await import(pathToFileURL(join(root, 'dist/test/deployment/compose-reader.js')).href);
  try {
    return await composeReader(say);
  } catch (error) {
    say(`nothing reads compose files here, so docker-compose.yml is not checked: ${error.message}`);
    return undefined;
  }
}

/** The Docker Engine's address when one answers within two seconds. */
async function dockerAddress(say) {
  const address = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
  const target = address.startsWith('unix://')
    ? { socketPath: address.slice('unix://'.length) }
    : { host: new URL(address).hostname, port: new URL(address).port || 2375 };
  const answers = await new Promise((done) => {
    const request = get({ ...target, path: '/_ping', timeout: 2000 }, (response) => {
      response.resume();
      done(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => done(false));
  });
  if (!answers) say('no Docker Engine answers (DOCKER_HOST or /var/run/docker.sock): Docker tests are skipped');
  return answers ? address : undefined;
}

function chromiumPath(say) {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
  if (!found) say('no Chromium on the PATH: browser tests are skipped');
  return found;
}

/** A Python that can speak to AWS without us: PYTHON where it is set, else the one on the PATH. */
function pythonWithBoto3(say) {
  const python = process.env.PYTHON ?? 'python3';
  const found = spawnSync(python, ['-c', 'import boto3'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
  if (!found)
    say('no Python with boto3 (PYTHON or python3): the tests of the fake AWS with a client of its own are skipped');
  return found ? python : undefined;
}
