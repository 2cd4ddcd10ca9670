import { pause, rounds } from '../load.js';
import { cpuSeconds, pssMiB, withDescendants } from '../cost.js';
import { Installed } from '../installed.js';
import type { Row } from '../row.js';

const REST_SECONDS = 30;

/** `npm start` as a person has it: one that has been here before, and then nothing to do. */
export const start: Row = {
  name: 'start',
  about: '`npm start` for the second time until it is ready; then all its processes at rest',
  async measure(stage) {
    const once = await Installed.start(stage.dir);
    await once.stop();
    const seconds = await rounds(2, async () => {
      const again = await Installed.start(stage.dir);
      await again.stop();
      return again.seconds;
    });
    const installed = await Installed.start(stage.dir);
    try {
      await pause(20_000); // until what the start has set off is over
      const pids = withDescendants(installed.pid);
      const before = cpuSeconds(pids);
      await pause(REST_SECONDS * 1000);
      const coreShare = (cpuSeconds(pids) - before) / REST_SECONDS;
      return [
        { name: 'ready', unit: 's', values: [...seconds, installed.seconds], goal: { of: 'median', atMost: 10 } },
        { name: 'atRest', unit: 'share', values: [coreShare], goal: { of: 'median', atMost: 0.03 } },
        { name: 'memory', unit: 'MiB', values: [pssMiB(pids)], goal: { of: 'median', atMost: 800 } },
      ];
    } finally {
      await installed.stop();
    }
  },
};
