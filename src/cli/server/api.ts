import type { ComparisonView } from '../../../domain/contract/comparison.js';
import type { z } from 'zod';
import type { NewTokenView, SessionView, TokenInput, TokenPage, TokenView } from '../../../domain/contract/access.js';
import type { ClusterInput, ClusterList, ClusterQueueView, ClusterView } from '../../../domain/contract/clusters.js';
import type { ConnectionView, DiscoveryView, MachinesView } from '../../../domain/contract/connections.js';
import type {
  JobDocument,
  JobPage,
  JobPutView,
  JobRevisionPage,
  JobRevisionView,
  JobView,
} from '../../../domain/contract/jobs.js';
import type { LogPage } from '../../../domain/contract/logs.js';
import type { CancelManyRequest, CancelManyView } from '../../../domain/contract/cancel-runs.js';
import type {
  CancelRequest,
  CancelView,
  DryRunView,
  RerunRequest,
  RunPage,
  RunQueueView,
  RunRequestInput,
  RunView,
} from '../../../domain/contract/runs.js';
import type { ReadyView, VersionView } from '../../../domain/contract/system.js';
import type { Http, Query } from './http.js';
import { Refused } from '../command-error.js';

/**
 * The HTTP API, a method for each thing that the commands ask. Answers are believed to have the contract's shape and
 * not parsed by it: an older command line must go on working when a newer server says more.
 */
export class Api {
  constructor(readonly http: Http) {}

  async launch(request: RunRequestInput, idempotencyKey: string): Promise<RunView> {
    const headers = { 'idempotency-key': idempotencyKey };
    // Safe to repeat: the same key gives the same run.
    return (await this.http.ask({ method: 'POST', path: '/runs', body: request, headers, repeats: 3 })) as RunView;
  }

  async dryRun(request: RunRequestInput): Promise<DryRunView> {
    const query = { dryRun: true };
    return (await this.http.ask({ method: 'POST', path: '/runs', query, body: request })) as DryRunView;
  }

  async rerun(id: string, edits: RerunRequest, idempotencyKey: string): Promise<RunView> {
    const headers = { 'idempotency-key': idempotencyKey };
    const path = `/runs/${id}/rerun`;
    return (await this.http.ask({ method: 'POST', path, body: edits, headers, repeats: 3 })) as RunView;
  }

  async cancel(id: string, body: CancelRequest): Promise<CancelView> {
    return (await this.http.ask({ method: 'POST', path: `/runs/${id}/cancel`, body, repeats: 2 })) as CancelView;
  }

  async cancelMany(body: CancelManyRequest): Promise<CancelManyView> {
    return (await this.http.ask({ method: 'POST', path: '/runs/cancel', body })) as CancelManyView;
  }

  async setPriority(id: string, priority: number): Promise<RunView> {
    return (await this.http.ask({
      method: 'POST',
      path: `/runs/${id}/priority`,
      body: { priority },
      repeats: 2,
    })) as RunView;
  }

  async run(id: string): Promise<RunView> {
    return (await this.http.ask({ path: `/runs/${id}`, repeats: 1 })) as RunView;
  }

  async runs(query: Query): Promise<RunPage> {
    return (await this.http.ask({ path: '/runs', query })) as RunPage;
  }

  async runQueue(id: string): Promise<RunQueueView> {
    return (await this.http.ask({ path: `/runs/${id}/queue` })) as RunQueueView;
  }

  async log(id: string, query: Query): Promise<LogPage> {
    return (await this.http.ask({ path: `/runs/${id}/logs`, query })) as LogPage;
  }

  async jobs(query: Query): Promise<JobPage> {
    return (await this.http.ask({ path: '/jobs', query })) as JobPage;
  }

  async job(name: string): Promise<JobView> {
    return (await this.http.ask({ path: `/jobs/${encodeURIComponent(name)}` })) as JobView;
  }

  /** Undefined when there is no such job (yet). */
  async jobIfAny(name: string): Promise<JobView | undefined> {
    try {
      return await this.job(name);
    } catch (error) {
      if (error instanceof Refused && error.problem.status === 404) return undefined;
      throw error;
    }
  }

  async putJob(document: JobDocument): Promise<JobPutView> {
    const path = `/jobs/${encodeURIComponent(document.name)}`;
    return (await this.http.ask({ method: 'PUT', path, body: document, repeats: 2 })) as JobPutView;
  }

  async archiveJob(name: string): Promise<void> {
    await this.http.ask({ method: 'DELETE', path: `/jobs/${encodeURIComponent(name)}` });
  }

  async revisions(name: string, query: Query): Promise<JobRevisionPage> {
    return (await this.http.ask({ path: `/jobs/${encodeURIComponent(name)}/revisions`, query })) as JobRevisionPage;
  }

  async revision(name: string, revision: number): Promise<JobRevisionView> {
    const path = `/jobs/${encodeURIComponent(name)}/revisions/${String(revision)}`;
    return (await this.http.ask({ path })) as JobRevisionView;
  }

  async restoreRevision(name: string, revision: number, note: string | undefined): Promise<JobPutView> {
    const path = `/jobs/${encodeURIComponent(name)}/revisions/${String(revision)}/restore`;
    const body = note === undefined ? {} : { note };
    return (await this.http.ask({ method: 'POST', path, body, repeats: 2 })) as JobPutView;
  }

  async compare(a: string, b: string): Promise<ComparisonView> {
    return (await this.http.ask({ path: '/runs/compare', query: { a, b }, repeats: 1 })) as ComparisonView;
  }

  async clusters(): Promise<ClusterList> {
    return (await this.http.ask({ path: '/clusters' })) as ClusterList;
  }

  async cluster(name: string): Promise<ClusterView> {
    return (await this.http.ask({ path: `/clusters/${encodeURIComponent(name)}` })) as ClusterView;
  }

  /** Refused when there is a cluster of this name. Not repeated: what arrived twice would be refused for itself. */
  async createCluster(name: string, body: ClusterInput): Promise<ClusterView> {
    const path = `/clusters/${encodeURIComponent(name)}`;
    const headers = { 'if-none-match': '*' };
    return (await this.http.ask({ method: 'PUT', path, body, headers })) as ClusterView;
  }

  async putCluster(name: string, body: ClusterInput): Promise<ClusterView> {
    const path = `/clusters/${encodeURIComponent(name)}`;
    return (await this.http.ask({ method: 'PUT', path, body, repeats: 2 })) as ClusterView;
  }

  async removeCluster(name: string): Promise<void> {
    await this.http.ask({ method: 'DELETE', path: `/clusters/${encodeURIComponent(name)}` });
  }

  async steerCluster(name: string, verb: 'pause' | 'resume' | 'drain', reason?: string): Promise<ClusterView> {
    const path = `/clusters/${encodeURIComponent(name)}/${verb}`;
    const body = reason === undefined ? {} : { reason };
    return (await this.http.ask({ method: 'POST', path, body, repeats: 2 })) as ClusterView;
  }

  async clusterQueue(name: string, query: Query): Promise<ClusterQueueView> {
    return (await this.http.ask({ path: `/clusters/${encodeURIComponent(name)}/queue`, query })) as ClusterQueueView;
  }

  async connection(name: string): Promise<ConnectionView> {
    return (await this.http.ask({ path: `/clusters/${encodeURIComponent(name)}/connection` })) as ConnectionView;
  }

  async machines(name: string): Promise<MachinesView> {
    return (await this.http.ask({ path: `/clusters/${encodeURIComponent(name)}/machines` })) as MachinesView;
  }

  async discovered(query: Query): Promise<DiscoveryView> {
    return (await this.http.ask({ path: '/discovered-clusters', query })) as DiscoveryView;
  }

  async session(): Promise<SessionView> {
    return (await this.http.ask({ path: '/session' })) as SessionView;
  }

  async tokens(query: Query): Promise<TokenPage> {
    return (await this.http.ask({ path: '/tokens', query })) as TokenPage;
  }

  async createToken(body: z.input<typeof TokenInput>): Promise<NewTokenView> {
    return (await this.http.ask({ method: 'POST', path: '/tokens', body })) as NewTokenView;
  }

  async revokeToken(id: string): Promise<TokenView> {
    return (await this.http.ask({ method: 'DELETE', path: `/tokens/${encodeURIComponent(id)}` })) as TokenView;
  }

  async version(): Promise<VersionView> {
    return (await this.http.ask({ path: '/version' })) as VersionView;
  }

  /** What is reachable; the same answer when the server says 503. */
  async ready(): Promise<ReadyView> {
    return (await this.http.ask({ path: '/health/ready', alsoFine: 503 })) as ReadyView;
  }
}
