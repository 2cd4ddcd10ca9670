import { useEffect, useState, useSyncExternalStore } from 'react';
import { LogSource, type LogState } from './log-source.js';

const notYet: LogState = { total: 0, head: undefined, why: undefined, error: null, isLoaded: false, isEnded: false };

/** Opens one attempt's log for as long as it is on the page. `onEnd` is told when the last line has come; keep it the same function. */
export function useLogSource(runId: string, attempt: number, onEnd: () => void) {
  const [source, setSource] = useState<LogSource | undefined>(undefined);
  useEffect(() => {
    const opened = new LogSource(runId, attempt, onEnd);
    setSource(opened);
    return opened.open();
  }, [runId, attempt, onEnd]);
  const state = useSyncExternalStore(source?.subscribe ?? nothingToHear, () => source?.state ?? notYet);
  return { source, state };
}

const nothingToHear = () => () => undefined;
