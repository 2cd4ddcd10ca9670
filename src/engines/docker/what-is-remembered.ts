import type Docker from 'dockerode';
import { jsonLines } from './json-lines.js';
import { openResponse } from './open-response.js';
import { inTime } from './patience.js';
import type { Remembered } from './to-exit.js';

const PATIENCE_MS = 5000;

/** Collects what the daemon still knows of a container's end besides its state. None of it is sure to be had. */
export async function whatIsRemembered(docker: Docker, ended: Docker.ContainerInspectInfo): Promise<Remembered> {
  const [events, imageDigest] = await Promise.all([
    eventsOf(docker, ended).catch(() => []),
    digestOf(docker, ended).catch(() => undefined),
  ]);
  return {
    sentSignals: events.flatMap(({ action, signal }) => (action === 'kill' && signal !== undefined ? [signal] : [])),
    end: events.some(({ action }) => action === 'die'),
    outOfMemory: events.some(({ action }) => action === 'oom'),
    ...(imageDigest === undefined ? {} : { imageDigest }),
  };
}

/**
 * The daemon keeps its last few hundred events in memory. It notes a signal after sending it, so the end that the signal
 * brought about can be earlier; but the daemon's own note of the end comes last, and is waited for no longer than it takes.
 */
async function eventsOf(docker: Docker, ended: Docker.ContainerInspectInfo): Promise<DockerEvent[]> {
  const endedAt = Date.parse(ended.State.FinishedAt);
  if (endedAt <= 0) return []; // it was never started
  const stream = await docker.getEvents({
    since: Math.floor(Date.parse(ended.Created) / 1000),
    until: Math.ceil(endedAt / 1000) + 1,
    filters: { container: [ended.Id], event: ['kill', 'oom', 'die'] },
    abortSignal: AbortSignal.timeout(PATIENCE_MS),
  });
  const events: DockerEvent[] = [];
  for await (const event of jsonLines(openResponse(stream))) {
    const { Action: action, Actor: actor } = event as { Action?: string; Actor?: { Attributes?: { signal?: string } } }; // Docker's shape
    const signal = Number(actor?.Attributes?.signal);
    if (action !== undefined) events.push({ action, ...(signal > 0 ? { signal } : {}) });
    if (action === 'die') break;
  }
  return events;
}

interface DockerEvent {
  readonly action: string;
  readonly signal?: number;
}

interface ImageNames {
  readonly Id: string;
  readonly RepoDigests?: readonly string[] | null;
}

/** What exactly the image was: the registry's digest, or for an image that came from none, its id. */
async function digestOf(docker: Docker, { Image, Config }: Docker.ContainerInspectInfo): Promise<string> {
  const image: ImageNames = await inTime(PATIENCE_MS, docker.getImage(Image).inspect());
  const repository = Config.Image.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  const digests = image.RepoDigests ?? [];
  const digest = digests.find((name) => name.startsWith(`${repository}@`)) ?? digests[0];
  return digest?.replace(/^.*@/, '') ?? image.Id;
}
