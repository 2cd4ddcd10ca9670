import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { LogDownloadQuery, LogPage, LogQuery, LogStreamQuery } from '../../domain/contract/logs.js';
import { RunStore } from '../../domain/ports.js';
import { Answers, AnswersEvents, Does } from '../http/documented.js';
import { existingRun } from '../http/existing-run.js';
import { OpenStreams } from '../http/live/open-streams.js';
import { attemptLog } from './attempt-log.js';
import { DownloadLog } from './download-log.js';
import { FollowLog } from './follow-log.js';
import { placeAfter } from './last-event-id.js';
import { ReadLogs } from './read-logs.js';

@ApiTags('logs')
@Controller('api/runs/:id/logs')
export class LogsController {
  constructor(
    @Inject(ReadLogs) private readonly reading: ReadLogs,
    @Inject(FollowLog) private readonly following: FollowLog,
    @Inject(DownloadLog) private readonly downloading: DownloadLog,
    @Inject(OpenStreams) private readonly streams: OpenStreams,
    @Inject(RunStore) private readonly runs: RunStore,
  ) {}

  @Get()
  @Does(
    'Read a log',
    'A window by line number, the last lines (`tail`), or the lines with a text (`q`); `next` goes on.',
  )
  @Answers(200, 'A page of lines', LogPage)
  page(@Param('id') id: string, @Query({ schema: LogQuery }) query: LogQuery): Promise<LogPage> {
    return this.reading.page(id, query);
  }

  @Get('stream')
  @Does(
    'Follow a log',
    'Events `lines` (id `<attempt>.<last line>`), `head`, and `end` when no more can come. `Last-Event-ID` goes on behind that line.',
  )
  @AnswersEvents('Server-sent events')
  async follow(
    @Param('id') id: string,
    @Query({ schema: LogStreamQuery }) query: z.infer<typeof LogStreamQuery>,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const run = await existingRun(this.runs, id);
    attemptLog(run, query.attempt);
    const place = placeAfter(lastEventId) ?? { attempt: query.attempt ?? 1, line: query.from };
    await this.following.follow(run, this.streams.open(reply), place, query.attempt !== undefined);
  }

  @Get('download')
  @ApiProduces('text/plain')
  @Does('Download a log', 'As text, streamed; `times=true` puts the time before each line.')
  @Answers(200, 'The text')
  async download(
    @Param('id') id: string,
    @Query({ schema: LogDownloadQuery }) query: z.infer<typeof LogDownloadQuery>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { name, text } = await this.downloading.of(id, query.attempt, query.times);
    await reply
      .type('text/plain; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(text);
  }
}
