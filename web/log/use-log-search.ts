import { useEffect, useRef, useState } from 'react';
import { type Found, LogSearch, nothingFound } from './log-search.js';
import type { Find } from './paint-line.js';

const PAUSE_MS = 250;

/** What is found in the whole log; begins once one stops typing and goes on as the log grows. */
export function useLogSearch(runId: string, attempt: number, find: Find, total: number): Found {
  const [found, setFound] = useState<Found>(nothingFound);
  const search = useRef<LogSearch | undefined>(undefined);
  const newest = useRef(total);
  useEffect(() => {
    newest.current = total;
    void search.current?.upTo(total);
  }, [total]);

  const { text, matchCase } = find;
  useEffect(() => {
    if (text === '') {
      setFound(nothingFound);
      return;
    }
    setFound({ ...nothingFound, isSearching: true });
    const begun = new LogSearch(runId, attempt, { text, matchCase }, setFound);
    const timer = window.setTimeout(() => {
      search.current = begun;
      void begun.upTo(newest.current);
    }, PAUSE_MS);
    return () => {
      window.clearTimeout(timer);
      begun.stop();
      search.current = undefined;
    };
  }, [runId, attempt, text, matchCase]);
  return found;
}
