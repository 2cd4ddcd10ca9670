import { followLog } from '../follow-log.js';
import type { Row } from '../row.js';

const WARM_UP = 5;
const COUNT = 80;

/** A line's way: pipe, file, worker, store, API, viewer. */
export const liveLog: Row = {
  name: 'live-log',
  about: 'a command prints its clock until the line is at a viewer of the live log',
  async measure(stage) {
    const world = await stage.flotilla();
    await world.api.cluster('live', {});
    const command = `i=0; while [ $i -lt ${WARM_UP + COUNT} ]; do date +%s%3N; sleep 0.25; i=$((i+1)); done`;
    const run = await world.api.launchCommand('live', command);
    const values: number[] = [];
    await followLog(`${world.api.url}/api/runs/${run.id}/logs/stream`, (text) => {
      values.push(Date.now() - Number(text));
    });
    const delays = values.slice(WARM_UP);
    return [
      { name: 'delay', unit: 'ms', values: delays, goal: { of: 'median', atMost: 100 } },
      { name: 'delayOfTheSlowest', unit: 'ms', values: delays, goal: { of: 'p99', atMost: 300 } },
    ];
  },
};
