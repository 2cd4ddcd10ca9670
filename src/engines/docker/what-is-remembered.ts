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
    outOfMemory: events.some(({ action }) => action === 'oom'),
    ...(imageDigest === undefined ? {} : { imageDigest }),
  };
}

/** The daemon keeps its last few hundred events in memory. */
async function eventsOf(
  docker: Docker,
  ended: Docker.ContainerInspectInfo,
): Promise<{ action: string; signal?: number }[]> {
  const options = {
    since: seconds(ended.Created),
    until: seconds(ended.State.FinishedAt),
    filters: { container: [ended.Id], event: ['kill', 'oom'] },
    abortSignal: AbortSignal.timeout(PATIENCE_MS),
  };
  // A number could not hold the nanoseconds that Docker takes.
  const stream = openResponse(await docker.getEvents(options as unknown as Docker.GetEventsOptions));
  const events: { action: string; signal?: number }[] = [];
  for await (const event of jsonLines(stream)) {
    const { Action: action, Actor: actor } = event as { Action?: string; Actor?: { Attributes?: { signal?: string } } }; // Docker's shape
    const signal = Number(actor?.Attributes?.signal);
    if (action !== undefined) events.push({ action, ...(signal > 0 ? { signal } : {}) });
  }
  return events;
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

/** Docker's events are asked for by seconds with nanoseconds behind the point; a Date would lose the latter. */
function seconds(time: string): string {
  const whole = Math.floor(Date.parse(time) / 1000);
  const [, fraction = '0'] = /\.(\d+)/.exec(time) ?? [];
  return `${whole}.${fraction.padEnd(9, '0').slice(0, 9)}`;
}
