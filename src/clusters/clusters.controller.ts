import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Name } from '../../domain/contract/basics.js';
import {
  ClusterInput,
  ClusterList,
  ClusterQueueView,
  ClusterView,
  QueueQuery,
  StatusRequest,
} from '../../domain/contract/clusters.js';
import { Caller } from '../access/caller.js';
import { Answers, Does, TakesOnlyIfNew } from '../http/documented.js';
import { isOnlyIfNew } from '../http/only-if-new.js';
import { ClusterQueue } from './cluster-queue.js';
import { ClustersService } from './clusters.service.js';

type Reason = z.infer<typeof StatusRequest>;
const OptionalReason = StatusRequest.prefault({});

@ApiTags('clusters')
@Controller('api/clusters')
export class ClustersController {
  constructor(
    @Inject(ClustersService) private readonly clusters: ClustersService,
    @Inject(ClusterQueue) private readonly queues: ClusterQueue,
  ) {}

  @Get()
  @Does('List clusters', 'With their limits and what is in use.')
  @Answers(200, 'All clusters', ClusterList)
  list(): Promise<ClusterList> {
    return this.clusters.list();
  }

  @Put(':name')
  @Does(
    'Connect or change a cluster',
    'A changed limit holds from the next grant on; what runs is left alone. The kind of its engine stays while runs hold it.',
  )
  @TakesOnlyIfNew()
  @Answers(200, 'Changed', ClusterView)
  @Answers(201, 'Connected', ClusterView)
  async put(
    @Param('name', { schema: Name }) name: string,
    @Body({ schema: ClusterInput }) input: ClusterInput,
    @Caller() caller: string,
    @Headers('if-none-match') condition: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClusterView> {
    const { view, created } = await (isOnlyIfNew(condition)
      ? this.clusters.create(name, input, caller)
      : this.clusters.put(name, input, caller));
    void reply.status(created ? 201 : 200);
    return view;
  }

  @Get(':name')
  @Does('Show a cluster')
  @Answers(200, 'The cluster', ClusterView)
  get(@Param('name') name: string): Promise<ClusterView> {
    return this.clusters.get(name);
  }

  @Delete(':name')
  @HttpCode(204)
  @Does('Remove a cluster', 'Refused while runs hold a part of it or wait for it. Past runs stay in the history.')
  @Answers(204, 'Removed')
  remove(@Param('name') name: string, @Caller() caller: string): Promise<void> {
    return this.clusters.remove(name, caller);
  }

  @Post(':name/pause')
  @HttpCode(200)
  @Does('Pause', 'New runs are accepted and wait; what runs goes on.')
  @Answers(200, 'The cluster', ClusterView)
  pause(
    @Param('name') name: string,
    @Body({ schema: OptionalReason }) body: Reason,
    @Caller() caller: string,
  ): Promise<ClusterView> {
    return this.clusters.setStatus(name, 'paused', body.reason, caller);
  }

  @Post(':name/resume')
  @HttpCode(200)
  @Does('Resume', 'After a pause or a drain.')
  @Answers(200, 'The cluster', ClusterView)
  resume(
    @Param('name') name: string,
    @Body({ schema: OptionalReason }) body: Reason,
    @Caller() caller: string,
  ): Promise<ClusterView> {
    return this.clusters.setStatus(name, 'active', body.reason, caller);
  }

  @Post(':name/drain')
  @HttpCode(200)
  @Does('Drain', 'New runs are refused; those accepted are worked off.')
  @Answers(200, 'The cluster', ClusterView)
  drain(
    @Param('name') name: string,
    @Body({ schema: OptionalReason }) body: Reason,
    @Caller() caller: string,
  ): Promise<ClusterView> {
    return this.clusters.setStatus(name, 'draining', body.reason, caller);
  }

  @Get(':name/queue')
  @Does('Show its queue', 'Who holds what, and who waits, in grant order.')
  @Answers(200, 'The queue', ClusterQueueView)
  queue(
    @Param('name') name: string,
    @Query({ schema: QueueQuery }) query: { limit: number },
  ): Promise<ClusterQueueView> {
    return this.queues.of(name, query.limit);
  }
}
