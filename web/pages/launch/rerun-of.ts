import { tryRerun } from '../../api/runs.js';
import type { Subject } from './use-dry-run.js';

/** An earlier run, to be run again: by its snapshot, whatever its job says by now. */
export const rerunOf = (id: string): Subject => ({
  verb: `rerun ${id}`,
  attempt: (edits) => tryRerun(id, edits),
});
