import { LogBatch, LogPage } from '../../domain/contract/logs.js';
import { LogHeadView } from '../../domain/contract/runs.js';
import type { z } from 'zod';
import { getJson, queryString } from './request.js';

export type LogHead = z.infer<typeof LogHeadView>;

interface LogWindowQuery {
  readonly attempt: number;
  readonly from?: number;
  readonly limit?: number;
  readonly tail?: number;
  readonly q?: string;
  readonly matchCase?: boolean;
}

const logsPath = (runId: string): string => `/runs/${encodeURIComponent(runId)}/logs`;

export const readLog = (runId: string, query: LogWindowQuery, signal?: AbortSignal): Promise<LogPage> =>
  getJson(LogPage, `${logsPath(runId)}${queryString({ ...query })}`, signal);

export const logDownloadUrl = (runId: string, attempt: number, times: boolean): string =>
  `/api${logsPath(runId)}/download${queryString({ attempt, times: times ? true : undefined })}`;

interface LogListener {
  readonly onLines: (batch: LogBatch) => void;
  readonly onHead: (head: LogHead) => void;
  readonly onEnd: () => void;
  readonly onBroken: () => void;
}

/** Follows one attempt's log from a line on; the browser itself goes on behind the last line after a broken connection. */
export function followLog(runId: string, attempt: number, from: number, listener: LogListener): () => void {
  const source = new EventSource(`/api${logsPath(runId)}/stream${queryString({ attempt, from })}`);
  source.addEventListener('lines', (event: MessageEvent<string>) =>
    listener.onLines(LogBatch.parse(JSON.parse(event.data))),
  );
  source.addEventListener('head', (event: MessageEvent<string>) =>
    listener.onHead(LogHeadView.parse(JSON.parse(event.data))),
  );
  source.addEventListener('end', () => {
    source.close();
    listener.onEnd();
  });
  // CLOSED: the server refused, and the browser does not try again by itself.
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) listener.onBroken();
  });
  return () => source.close();
}
