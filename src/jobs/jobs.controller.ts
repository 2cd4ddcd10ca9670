import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Name, paging } from '../../domain/contract/basics.js';
import {
  JobInput,
  JobPage,
  JobPutView,
  JobQuery,
  JobRevisionPage,
  JobRevisionView,
  JobView,
  RestoreRequest,
} from '../../domain/contract/jobs.js';
import { RunPage } from '../../domain/contract/runs.js';
import { Caller, Visible } from '../access/caller.js';
import { Answers, Does, TakesOnlyIfNew } from '../http/documented.js';
import { isOnlyIfNew } from '../http/only-if-new.js';
import { JobsService } from './jobs.service.js';

const Paging = z.strictObject(paging);
type Paging = z.infer<typeof Paging>;
const RevisionNumber = z.coerce.number().int().min(1);

@ApiTags('jobs')
@Controller('api/jobs')
export class JobsController {
  constructor(@Inject(JobsService) private readonly jobs: JobsService) {}

  @Get()
  @Does('List jobs', 'Newest first, each with the outcomes of its latest runs.')
  @Answers(200, 'A page of jobs', JobPage)
  list(
    @Query({ schema: JobQuery }) query: JobQuery,
    @Visible() groups: readonly string[] | undefined,
  ): Promise<JobPage> {
    return this.jobs.list(query, groups);
  }

  @Put(':name')
  @Does(
    'Create or change a job',
    'A change of what it runs makes a new revision; a change of its group, description or tags makes none. An archived job comes back.',
  )
  @TakesOnlyIfNew()
  @Answers(200, 'Changed, or unchanged', JobPutView)
  @Answers(201, 'Created', JobPutView)
  async put(
    @Param('name', { schema: Name }) name: string,
    @Body({ schema: JobInput }) input: JobInput,
    @Caller() caller: string,
    @Headers('if-none-match') condition: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JobPutView> {
    const put = await (isOnlyIfNew(condition)
      ? this.jobs.create(name, input, caller)
      : this.jobs.put(name, input, caller));
    void reply.status(put.change === 'created' ? 201 : 200);
    return put;
  }

  @Get(':name')
  @Does('Show a job')
  @Answers(200, 'The job with its newest revision', JobView)
  get(@Param('name') name: string): Promise<JobView> {
    return this.jobs.get(name);
  }

  @Delete(':name')
  @Does('Archive a job', 'It can no longer be launched; its revisions and runs stay. Putting it again brings it back.')
  @Answers(200, 'The archived job', JobView)
  archive(@Param('name') name: string, @Caller() caller: string): Promise<JobView> {
    return this.jobs.archive(name, caller);
  }

  @Get(':name/revisions')
  @Does('List its revisions')
  @Answers(200, 'A page of revisions, newest first', JobRevisionPage)
  revisions(
    @Param('name') name: string,
    @Query({ schema: Paging }) { limit, cursor }: Paging,
  ): Promise<JobRevisionPage> {
    return this.jobs.revisions(name, limit, cursor);
  }

  @Get(':name/revisions/:revision')
  @Does('Show a revision')
  @Answers(200, 'The revision', JobRevisionView)
  revision(
    @Param('name') name: string,
    @Param('revision', { schema: RevisionNumber }) revision: number,
  ): Promise<JobRevisionView> {
    return this.jobs.revision(name, revision);
  }

  @Post(':name/revisions/:revision/restore')
  @HttpCode(200)
  @Does(
    'Make an old revision new',
    'The newest revision is then like the old one; none goes. An archived job comes back. Restoring what is current changes nothing.',
  )
  @Answers(200, 'The job, and whether that changed anything', JobPutView)
  restore(
    @Param('name') name: string,
    @Param('revision', { schema: RevisionNumber }) revision: number,
    @Body({ schema: RestoreRequest.prefault({}) }) { note }: RestoreRequest,
    @Caller() caller: string,
  ): Promise<JobPutView> {
    return this.jobs.restore(name, revision, note, caller);
  }

  @Get(':name/runs')
  @Does('List its runs')
  @Answers(200, 'A page of runs, newest first', RunPage)
  runs(
    @Param('name') name: string,
    @Query({ schema: Paging }) { limit, cursor }: Paging,
    @Visible() groups: readonly string[] | undefined,
  ): Promise<RunPage> {
    return this.jobs.runsOf(name, groups, limit, cursor);
  }
}
