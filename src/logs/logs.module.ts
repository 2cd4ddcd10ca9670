import { Module } from '@nestjs/common';
import { DownloadLog } from './download-log.js';
import { FollowLog } from './follow-log.js';
import { LogsController } from './logs.controller.js';
import { ReadLogs } from './read-logs.js';

@Module({ controllers: [LogsController], providers: [ReadLogs, FollowLog, DownloadLog] })
export class LogsModule {}
