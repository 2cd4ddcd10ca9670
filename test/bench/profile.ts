import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Profile = z.object({
  nodes: z.array(z.object({ id: z.number(), callFrame: z.object({ functionName: z.string(), url: z.string() }) })),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

/** With these Node writes a profile into `dir` when a process ends. */
export const profileFlags = (dir: string): string[] => ['--cpu-prof', `--cpu-prof-dir=${dir}`];

/** Says of each profile in the folder which packages and which of our own files the time went to, in percent of the busy time. */
export function profileLines(dir: string, most = 14): string[] {
  return readdirSync(dir)
    .filter((file) => file.endsWith('.cpuprofile'))
    .flatMap((file) => [file, ...shares(join(dir, file)).slice(0, most)]);
}

function shares(path: string): string[] {
  const { nodes, samples, timeDeltas } = Profile.parse(JSON.parse(readFileSync(path, 'utf8')));
  const owners = new Map(nodes.map(({ id, callFrame }) => [id, ownerOf(callFrame)]));
  const times = new Map<string, number>();
  samples.forEach((id, index) => {
    const owner = owners.get(id) ?? '';
    times.set(owner, (times.get(owner) ?? 0) + (timeDeltas[index] ?? 0));
  });
  times.delete('(idle)');
  const busy = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .map(
      ([owner, time]) =>
        `  ${((time / busy) * 100).toFixed(1).padStart(5)} %  ${(time / 1000).toFixed(0).padStart(7)} ms  ${owner}`,
    );
}

/** The package or the file of ours that a function belongs to; Node's own parts by their module. */
function ownerOf({ functionName, url }: { functionName: string; url: string }): string {
  if (url === '') return functionName.startsWith('(') ? functionName : 'native';
  // The innermost one: mongoose brings a driver of its own.
  const ofPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  return ofPackage ?? url.replace(/^.*\/dist\//, '');
}
