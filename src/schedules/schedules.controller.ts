import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Name } from '../../domain/contract/basics.js';
import {
  BackfillRequest,
  BackfillView,
  FiringPage,
  FiringQuery,
  PauseRequest,
  PreviewQuery,
  PreviewRequest,
  PreviewView,
  ScheduleInput,
  SchedulePage,
  SchedulePutView,
  ScheduleQuery,
  ScheduleView,
} from '../../domain/contract/schedules.js';
import { Caller, Visible } from '../access/caller.js';
import { Answers, Does, TakesOnlyIfNew } from '../http/documented.js';
import { isOnlyIfNew } from '../http/only-if-new.js';
import { ExpectedTimes } from './expected-times.js';
import { FireSchedules } from './fire-schedules.js';
import { KeepSchedules } from './keep-schedules.js';
import { ShowSchedules } from './show-schedules.js';

@ApiTags('schedules')
@Controller('api/schedules')
export class SchedulesController {
  constructor(
    @Inject(KeepSchedules) private readonly keeping: KeepSchedules,
    @Inject(ShowSchedules) private readonly showing: ShowSchedules,
    @Inject(FireSchedules) private readonly firing: FireSchedules,
    @Inject(ExpectedTimes) private readonly expected: ExpectedTimes,
  ) {}

  @Get()
  @Does('List schedules', 'Newest first, each with its next times and what became of the latest.')
  @Answers(200, 'A page of schedules', SchedulePage)
  list(
    @Query({ schema: ScheduleQuery }) query: ScheduleQuery,
    @Visible() groups: readonly string[] | undefined,
  ): Promise<SchedulePage> {
    return this.showing.list(query, groups);
  }

  @Post('preview')
  @HttpCode(200)
  @Does('Preview times', 'When a schedule would fire that is not saved yet, in its zone. Nothing is stored.')
  @Answers(200, 'The next times, with what daylight saving does to them', PreviewView)
  preview(@Body({ schema: PreviewRequest }) request: PreviewRequest): Promise<PreviewView> {
    return this.expected.preview(request);
  }

  @Put(':name')
  @Does(
    'Create or change a schedule',
    'Each of its times makes exactly one run of the job as it is then; editing the job needs no change here.',
  )
  @TakesOnlyIfNew()
  @Answers(200, 'Changed, or unchanged', SchedulePutView)
  @Answers(201, 'Created', SchedulePutView)
  async put(
    @Param('name', { schema: Name }) name: string,
    @Body({ schema: ScheduleInput }) input: ScheduleInput,
    @Caller() caller: string,
    @Headers('if-none-match') condition: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchedulePutView> {
    const put = await (isOnlyIfNew(condition)
      ? this.keeping.create(name, input, caller)
      : this.keeping.put(name, input, caller));
    void reply.status(put.change === 'created' ? 201 : 200);
    return put;
  }

  @Get(':name')
  @Does('Show a schedule')
  @Answers(200, 'The schedule', ScheduleView)
  async get(@Param('name') name: string): Promise<ScheduleView> {
    return this.showing.view(await this.showing.existing(name));
  }

  @Delete(':name')
  @HttpCode(204)
  @Does('Remove a schedule', 'It fires no more. Its runs stay in the history, and those that have begun go on.')
  @Answers(204, 'Removed')
  remove(@Param('name') name: string, @Caller() caller: string): Promise<void> {
    return this.keeping.remove(name, caller);
  }

  @Get(':name/firings')
  @Does('List its firings', 'What became of each of its times: a run, a refusal, or nothing and why; newest first.')
  @Answers(200, 'A page of firings', FiringPage)
  firings(@Param('name') name: string, @Query({ schema: FiringQuery }) query: FiringQuery): Promise<FiringPage> {
    return this.showing.firings(name, query);
  }

  @Get(':name/preview')
  @Does('Preview its times', 'Asked from the scheduler itself.')
  @Answers(200, 'The next times, with what daylight saving does to them', PreviewView)
  async previewOf(
    @Param('name') name: string,
    @Query({ schema: PreviewQuery }) { count }: PreviewQuery,
  ): Promise<PreviewView> {
    return this.expected.previewOf(await this.showing.existing(name), count);
  }

  @Post(':name/pause')
  @HttpCode(200)
  @Does('Pause a schedule', 'Its times make no runs until it is resumed. Runs that have begun go on.')
  @Answers(200, 'The schedule', ScheduleView)
  pause(
    @Param('name') name: string,
    @Body({ schema: PauseRequest.prefault({}) }) { note }: PauseRequest,
    @Caller() caller: string,
  ): Promise<ScheduleView> {
    return this.keeping.pause(name, note, caller);
  }

  @Post(':name/resume')
  @HttpCode(200)
  @Does('Resume a schedule', 'Times that fell into the pause are not made up for; a backfill does that.')
  @Answers(200, 'The schedule', ScheduleView)
  resume(
    @Param('name') name: string,
    @Body({ schema: PauseRequest.prefault({}) }) { note }: PauseRequest,
    @Caller() caller: string,
  ): Promise<ScheduleView> {
    return this.keeping.resume(name, note, caller);
  }

  @Post(':name/trigger')
  @HttpCode(202)
  @Does('Fire now', 'Once, whatever else is running or paused. The run appears among the firings a moment later.')
  @Answers(202, 'It fires', ScheduleView)
  trigger(@Param('name') name: string, @Caller() caller: string): Promise<ScheduleView> {
    return this.firing.trigger(name, caller);
  }

  @Post(':name/backfill')
  @HttpCode(202)
  @Does(
    'Backfill a window',
    'Makes the runs of past times that have none, oldest first, so many at once. `dryRun` only lists the times.',
  )
  @Answers(202, 'The times, and which have a run already', BackfillView)
  backfill(
    @Param('name') name: string,
    @Body({ schema: BackfillRequest }) request: BackfillRequest,
    @Caller() caller: string,
  ): Promise<BackfillView> {
    return this.firing.backfill(name, request, caller);
  }

  @Delete(':name/backfill')
  @HttpCode(202)
  @Does('Stop a backfill', 'Cancels its runs that are under way; the other times are not begun.')
  @Answers(202, 'The schedule', ScheduleView)
  stopBackfill(@Param('name') name: string, @Caller() caller: string): Promise<ScheduleView> {
    return this.firing.stopBackfill(name, caller);
  }
}
