import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CancelManyRequest, CancelManyView } from '../../domain/contract/cancel-runs.js';
import {
  CancelRequest,
  CancelView,
  DryRunView,
  LaunchQuery,
  PriorityRequest,
  RerunRequest,
  RunCountsView,
  RunPage,
  RunQuery,
  RunQueueView,
  RunRequest,
  RunView,
} from '../../domain/contract/runs.js';
import { RunStore } from '../../domain/ports.js';
import { Caller, Visible } from '../access/caller.js';
import { Answers, AnswersEvents, Does, TakesEtag, TakesKey } from '../http/documented.js';
import { existingRun } from '../http/existing-run.js';
import { OpenStreams } from '../http/live/open-streams.js';
import { requestKey } from '../http/request-key.js';
import { runView } from '../http/views/run-view.js';
import type { Accepted } from './accept-run.js';
import { CancelRuns } from './cancel-runs.js';
import { ExplainQueue } from './explain-queue.js';
import { FindRuns } from './find-runs.js';
import { LaunchRuns } from './launch-runs.js';
import { etagOf, isKnown } from './run-etag.js';
import { RunEvents } from './run-events.js';
import { SteerRuns } from './steer-runs.js';

@ApiTags('runs')
@Controller('api/runs')
export class RunsController {
  constructor(
    @Inject(LaunchRuns) private readonly launching: LaunchRuns,
    @Inject(FindRuns) private readonly finding: FindRuns,
    @Inject(SteerRuns) private readonly steering: SteerRuns,
    @Inject(CancelRuns) private readonly cancelling: CancelRuns,
    @Inject(ExplainQueue) private readonly explaining: ExplainQueue,
    @Inject(RunEvents) private readonly events: RunEvents,
    @Inject(OpenStreams) private readonly streams: OpenStreams,
    @Inject(RunStore) private readonly runs: RunStore,
  ) {}

  @Post()
  @Does(
    'Launch a run',
    'Of a saved job with overrides, or of a spec. With `dryRun=true` nothing is stored: the answer is the snapshot and every check.',
  )
  @TakesKey()
  @Answers(201, 'Accepted; it is carried out from now on', RunView)
  @Answers(
    200,
    'The run that this Idempotency-Key belongs to, or the result of a dry run',
    z.union([RunView, DryRunView]),
  )
  async launch(
    @Body({ schema: RunRequest }) request: RunRequest,
    @Query({ schema: LaunchQuery }) query: { dryRun: boolean },
    @Caller() caller: string,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RunView | DryRunView> {
    if (!query.dryRun) return answerAccepted(await this.launching.launch(request, caller, requestKey(key)), reply);
    void reply.status(200);
    return this.launching.dryRun(request);
  }

  @Get()
  @Does('List runs', 'Newest first; every parameter narrows the list.')
  @Answers(200, 'A page of runs', RunPage)
  list(
    @Query({ schema: RunQuery }) query: RunQuery,
    @Visible() groups: readonly string[] | undefined,
  ): Promise<RunPage> {
    return this.finding.list(query, groups);
  }

  @Get('counts')
  @Does('Count live runs', 'How many runs are in each live state, per cluster.')
  @Answers(200, 'The counts', RunCountsView)
  counts(): Promise<RunCountsView> {
    return this.finding.counts();
  }

  @Get(':id')
  @Does('Show a run', 'Answers 304 to `If-None-Match` with the ETag of the newest version.')
  @TakesEtag()
  @Answers(200, 'The run', RunView)
  @Answers(304, 'Nothing has changed')
  async get(
    @Param('id') id: string,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RunView | undefined> {
    const run = await existingRun(this.runs, id);
    void reply.header('etag', etagOf(run)).header('cache-control', 'no-cache');
    if (!isKnown(run, known)) return runView(run);
    void reply.status(304);
    return undefined;
  }

  @Post('cancel')
  @HttpCode(202)
  @Does('Cancel runs', 'All live ones that the filter names, up to the limit. Asking again goes on with the rest.')
  @Answers(202, 'So many are being cancelled', CancelManyView)
  cancelMany(
    @Body({ schema: CancelManyRequest }) request: CancelManyRequest,
    @Caller() caller: string,
    @Visible() groups: readonly string[] | undefined,
  ): Promise<CancelManyView> {
    return this.cancelling.matching(request, caller, groups);
  }

  @Post(':id/cancel')
  @HttpCode(202)
  @Does('Cancel a run', 'Asks the run to end; it is `cancelled` once its container has. Asking again changes nothing.')
  @Answers(202, 'The cancel is noted', CancelView)
  cancel(
    @Param('id') id: string,
    @Body({ schema: CancelRequest.prefault({}) }) { reason }: CancelRequest,
    @Caller() caller: string,
  ): Promise<CancelView> {
    return this.steering.cancel(id, caller, reason);
  }

  @Post(':id/rerun')
  @Does(
    'Run it again',
    'A new run with the same snapshot, or with edits. What is left out stays as it was. With `dryRun=true` nothing is stored.',
  )
  @TakesKey()
  @Answers(201, 'The new run', RunView)
  @Answers(
    200,
    'The run that this Idempotency-Key belongs to, or the result of a dry run',
    z.union([RunView, DryRunView]),
  )
  async rerun(
    @Param('id') id: string,
    @Body({ schema: RerunRequest.prefault({}) }) edits: RerunRequest,
    @Query({ schema: LaunchQuery }) query: { dryRun: boolean },
    @Caller() caller: string,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RunView | DryRunView> {
    if (!query.dryRun) return answerAccepted(await this.launching.rerun(id, edits, caller, requestKey(key)), reply);
    void reply.status(200);
    return this.launching.dryRerun(id, edits);
  }

  @Post(':id/priority')
  @HttpCode(200)
  @Does('Change the priority', 'Of a run that still waits; 1 is urgent, 5 is lowest.')
  @Answers(200, 'The run', RunView)
  async reprioritise(
    @Param('id') id: string,
    @Body({ schema: PriorityRequest }) { priority }: { priority: number },
    @Caller() caller: string,
  ): Promise<RunView> {
    return runView(await this.steering.reprioritise(id, priority, caller));
  }

  @Get(':id/queue')
  @Does('Explain why it waits', 'Its place, what it needs, what is short, and who holds it; also as a sentence.')
  @Answers(200, 'The explanation', RunQueueView)
  queue(@Param('id') id: string): Promise<RunQueueView> {
    return this.explaining.of(id);
  }

  @Get(':id/events')
  @Does('Follow its state', 'Event `run` with the run at each change, `end` once nothing will change any more.')
  @AnswersEvents('Server-sent events')
  async follow(
    @Param('id') id: string,
    @Headers('last-event-id') seen: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const run = await existingRun(this.runs, id);
    await this.events.follow(run, this.streams.open(reply), Number(seen ?? 0) || 0);
  }
}

function answerAccepted({ run, isNew }: Accepted, reply: FastifyReply): RunView {
  void reply.status(isNew ? 201 : 200).header('location', `/api/runs/${run.id}`);
  return runView(run);
}
