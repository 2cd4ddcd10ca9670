import { Inject, Injectable } from '@nestjs/common';
import type { ConnectionView, DiscoveryView, MachinesView } from '../../domain/contract/connections.js';
import { ClusterStore, Engines } from '../../domain/ports.js';
import { ClustersService } from './clusters.service.js';

/** Finds places that could be connected, and says of a connected one what its connection lacks. */
@Injectable()
export class ConnectionsService {
  constructor(
    @Inject(ClusterStore) private readonly clusters: ClusterStore,
    @Inject(ClustersService) private readonly connected: ClustersService,
    @Inject(Engines) private readonly engines: Engines,
  ) {}

  async discover(region: string | undefined): Promise<DiscoveryView> {
    const known = await this.clusters.list();
    const { found, problems } = await this.engines.discover(known, region);
    const taken = new Set(known.map(({ name }) => name));
    return {
      found: found.map(({ name, address, description, engine, limits, missing }) => ({
        name: freeName(name, taken),
        address,
        description,
        engine: { ...engine },
        limits: { ...limits },
        missing: missing.map(({ path, message }) => ({ path, message })),
      })),
      problems: [...problems],
    };
  }

  async examine(name: string): Promise<ConnectionView> {
    const cluster = await this.connected.existing(name);
    const findings = await this.engines.of(cluster).examine();
    return {
      ok: findings.every(({ state }) => state !== 'bad'),
      findings: findings.map(({ what, state, message, remedy }) => ({ what, state, message, remedy })),
    };
  }

  async machines(name: string): Promise<MachinesView> {
    const { count, all, free } = await this.engines.of(await this.connected.existing(name)).machines();
    return { count, all: { ...all }, free: { ...free } };
  }
}

/** Two clusters found under one name get two names here. */
function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n += 1) name = `${wanted.slice(0, 60)}-${n}`;
  taken.add(name);
  return name;
}
