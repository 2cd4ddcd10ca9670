import type { Task } from '../ecs/task.js';

export type LogEvent = { readonly timestamp: number; readonly message: string; readonly ingestionTime: number };

/** The lines of one container, in the order of their arrival; `task` is the one that writes them. */
export type LogStream = {
  readonly name: string;
  readonly createdAt: number;
  readonly events: LogEvent[];
  readonly task: Task | undefined;
};

export type LogGroup = {
  readonly name: string;
  readonly createdAt: number;
  retentionInDays: number | undefined;
  readonly streams: Map<string, LogStream>;
};
