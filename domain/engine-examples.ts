import type { EngineKind } from './cluster.js';
import type { Json } from './json.js';

/** Settings that one would write for a cluster of a kind; absent where there are none. A test proves that they are taken. */
export const engineExamples: { readonly [K in EngineKind]?: { readonly [setting: string]: Json } } = {
  process: { directory: '/var/lib/flotilla/attempts' },
  docker: { host: 'unix:///var/run/docker.sock' },
  ecs: { cluster: 'analytics', region: 'eu-central-1', launchType: 'EC2' },
};
