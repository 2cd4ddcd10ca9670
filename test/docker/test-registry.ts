import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

export interface TestRegistry {
  readonly address: string;
  /** The digest of the one image that is there, as `good/tool:1`. */
  readonly digest: string;
  stop(): Promise<void>;
}

interface Blob {
  readonly bytes: Buffer;
  readonly type: string;
  readonly digest: string;
}

const V2 = 'application/vnd.docker.distribution.manifest.v2+json';

/** A registry on this machine: it has one image, and refuses all others in the way that the first part of the name says; `slow` is never answered. */
export async function testRegistry(layerTar: Buffer): Promise<TestRegistry> {
  const layer = blob(gzipSync(layerTar), 'application/vnd.docker.image.rootfs.diff.tar.gzip');
  const config = blob(configOf(sha256(layerTar)), 'application/vnd.docker.container.image.v1+json');
  const manifest = blob(manifestOf(config, layer), V2);
  const there = new Map([
    ['/v2/good/tool/manifests/1', manifest],
    ...[manifest, config, layer].flatMap((one): [string, Blob][] => [
      [`/v2/good/tool/manifests/${one.digest}`, one],
      [`/v2/good/tool/blobs/${one.digest}`, one],
    ]),
  ]);
  const server = createServer(({ url = '' }, response) => {
    if (url.startsWith('/v2/slow/')) return; // for ever
    const found = there.get(url);
    if (found === undefined) return refuse(url, response);
    response.writeHead(200, {
      'content-type': found.type,
      'content-length': found.bytes.length,
      'docker-content-digest': found.digest,
    });
    response.end(found.bytes);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // listens on a port
  return {
    address: `127.0.0.1:${port}`,
    digest: manifest.digest,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function refuse(url: string, response: ServerResponse): void {
  const [status, code] = url.startsWith('/v2/denied/')
    ? [403, 'DENIED']
    : url.startsWith('/v2/broken/')
      ? [503, 'UNAVAILABLE']
      : url === '/v2/'
        ? [200, '']
        : [404, 'MANIFEST_UNKNOWN'];
  response.writeHead(status, { 'content-type': 'application/json', 'docker-distribution-api-version': 'registry/2.0' });
  const message = code.toLowerCase().replace('_', ' ');
  response.end(status === 200 ? '{}' : JSON.stringify({ errors: [{ code, message }] }));
}

const sha256 = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const blob = (bytes: Buffer, type: string): Blob => ({ bytes, type, digest: sha256(bytes) });

const configOf = (diffId: string): Buffer =>
  json({
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: [diffId] },
    history: [],
  });

const manifestOf = (config: Blob, layer: Blob): Buffer =>
  json({ schemaVersion: 2, mediaType: V2, config: described(config), layers: [described(layer)] });

const described = ({ type, bytes, digest }: Blob) => ({ mediaType: type, size: bytes.length, digest });
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
