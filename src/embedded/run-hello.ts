import { z } from 'zod';
import { LogBatch } from '../../domain/contract/logs.js';
import { RunView } from '../../domain/contract/runs.js';
import { isFinal } from '../../domain/run-state.js';
import { type ApiDoor, askApi, passHeader } from './ask-api.js';
import { pause } from './pause.js';
import { readEvents } from './read-events.js';
import type { Say } from './say.js';

const Started = z.object({ id: z.string() });
const PATIENCE_MS = 120_000;

/** Runs the example job and shows its log as it comes, so that a newcomer sees the whole way work; true when it succeeded. */
export async function runHello(api: ApiDoor, say: Say, signal: AbortSignal): Promise<boolean> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  try {
    const started = await askApi(api, 'POST', '/runs', { job: 'hello' });
    if (!started.ok) throw new Error(started.problem);
    const { id } = Started.parse(started.body);
    say(`Running the example job hello (${id})`);
    await showLog(api, id, say, patience);
    const run = await finalRun(api, id, patience);
    say(`hello ${run.state}${run.failure === undefined ? '' : `: ${run.failure.sentence}`}`);
    return run.state === 'succeeded';
  } catch (error) {
    signal.throwIfAborted();
    // An example that fails is no reason to end everything else.
    say(`The example job did not run: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

async function showLog(api: ApiDoor, id: string, say: Say, signal: AbortSignal): Promise<void> {
  const response = await fetch(`${api.url}/runs/${id}/logs/stream`, {
    signal,
    headers: { accept: 'text/event-stream', ...passHeader(api.pass) },
  });
  if (!response.ok || response.body === null) throw new Error(`its log cannot be read (status ${response.status})`);
  for await (const { event, data } of readEvents(response.body)) {
    if (event === 'lines') for (const { text } of LogBatch.parse(JSON.parse(data)).lines) say(`  hello | ${text}`);
    if (event === 'end') return;
  }
}

async function finalRun(api: ApiDoor, id: string, signal: AbortSignal): Promise<RunView> {
  for (;;) {
    const asked = await askApi(api, 'GET', `/runs/${id}`);
    if (!asked.ok) throw new Error(asked.problem);
    const run = RunView.parse(asked.body);
    if (isFinal(run.state)) return run;
    await pause(200, signal);
  }
}
