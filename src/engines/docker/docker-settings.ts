import type { Json } from '../../../domain/json.js';

/** How a cluster of kind `docker` is set up. */
export interface DockerSettings {
  readonly kind: 'docker';
  /** `unix:///path` (or just the path), `tcp://name:port`, `http://…` or `https://…`; without it, what DOCKER_HOST says. */
  readonly host?: string;
  /** The Docker network that containers join; without it, Docker's default bridge. */
  readonly network?: string;
}

/** Says what is wrong with the settings of a Docker cluster, field by field. */
export function checkSettings(settings: { readonly [setting: string]: Json }): { path: string; message: string }[] {
  const { host, network, kind: _, ...others } = settings;
  const problems = Object.keys(others).map((path) => ({ path, message: 'A Docker cluster has no such setting.' }));
  if (host !== undefined && (typeof host !== 'string' || !/^(\/|(unix|tcp|http|https):\/\/.)/.test(host))) {
    problems.push({
      path: 'host',
      message: 'Give a socket (unix:///var/run/docker.sock) or an address (tcp://name:2375).',
    });
  }
  if (network !== undefined && (typeof network !== 'string' || !/^[a-zA-Z0-9][\w.-]*$/.test(network))) {
    problems.push({ path: 'network', message: "Give the name of a Docker network, as 'docker network ls' shows it." });
  } else if (network === 'host') {
    problems.push({ path: 'network', message: "Containers may not share the machine's own network." });
  }
  return problems;
}

/** The settings as the engine uses them; they have passed `checkSettings`. */
export function dockerSettings(
  settings: { readonly [setting: string]: Json },
  defaultHost: string | undefined,
): DockerSettings {
  const { host = defaultHost, network } = settings;
  return {
    kind: 'docker',
    ...(typeof host === 'string' ? { host } : {}),
    ...(typeof network === 'string' ? { network } : {}),
  };
}
