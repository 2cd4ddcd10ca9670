import { Paper, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RunView } from '../../domain/contract/runs.js';
import { lineRangeHash, parseLineRange, stretchTo } from './line-range.js';
import { LogBox, type LogBoxHandle } from './log-box.js';
import { LogStatus } from './log-status.js';
import { LogToolbar } from './log-toolbar.js';
import type { Find } from './paint-line.js';
import { useLogSearch } from './use-log-search.js';
import { useLogSource } from './use-log-source.js';

interface Props {
  readonly run: RunView;
  readonly attempt: number;
}

/** The log of one attempt: live, searchable, linkable; whatever its length. Give it the attempt as its key. */
export function LogView({ run, attempt }: Props) {
  const queries = useQueryClient();
  const refreshRun = useCallback(
    () => void queries.invalidateQueries({ queryKey: ['runs', 'one', run.id] }),
    [queries, run.id],
  );
  const { source, state } = useLogSource(run.id, attempt, refreshRun);
  useEffect(() => source?.lookAgain(), [source, run.version]);

  const search = useSearch({ from: '/runs/$id' });
  const hash = useLocation({ select: (location) => location.hash });
  const navigate = useNavigate({ from: '/runs/$id' });
  const address = (change: Partial<typeof search>, line = hash) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, ...change }),
      hash: line,
      replace: true,
      resetScroll: false,
      hashScrollIntoView: false,
    });

  const [options, setOptions] = useLocalStorage({
    key: 'flotilla-log',
    defaultValue: { wrap: false, times: false, matchCase: false },
  });
  const find = useMemo<Find>(
    () => ({ text: search.find ?? '', matchCase: options.matchCase }),
    [search.find, options.matchCase],
  );
  const found = useLogSearch(run.id, attempt, find, state.total);
  const [current, setCurrent] = useState(0);
  useEffect(() => setCurrent(0), [find]);

  const box = useRef<LogBoxHandle>(null);
  const isOnly = search.only === true && find.text !== '';
  const goTo = (index: number) => {
    const count = found.lines.length;
    if (count === 0) return;
    const wrapped = (index + count) % count;
    setCurrent(wrapped);
    const line = found.lines[wrapped];
    if (line !== undefined) box.current?.show(isOnly ? wrapped + 1 : line.n);
  };
  // The first find comes into sight by itself.
  const firstFound = found.lines[0]?.n;
  useEffect(() => {
    if (firstFound !== undefined && hash === '') box.current?.show(isOnly ? 1 : firstFound);
    // Only when another search has found something, not when the address changes.
  }, [firstFound, find]);

  const range = useMemo(() => parseLineRange(hash), [hash]);
  const [isTall, setTall] = useState(false);
  const [isFollowing, setFollowing] = useState(range === undefined);
  const hasEnded = run.attempts[attempt - 1]?.endedAt !== undefined || run.endedAt !== undefined;
  return (
    <Paper style={{ overflow: 'hidden' }} component="section" aria-label="Log">
      <LogToolbar
        runId={run.id}
        attempt={attempt}
        find={find}
        onFind={(text) =>
          address({ find: text === '' ? undefined : text, ...(text === '' ? { only: undefined } : {}) }, '')
        }
        found={found}
        current={current}
        onGo={goTo}
        isOnly={search.only === true}
        onOnly={(only) => address({ only: only ? true : undefined })}
        options={options}
        onOptions={setOptions}
        isLive={!state.isEnded}
        isFollowing={isFollowing}
        onFollow={() => box.current?.showEnd()}
        isTall={isTall}
        onTall={setTall}
      />
      {state.isLoaded && state.total === 0 ? (
        <Text c="dimmed" ta="center" py={60} px="md" role="status">
          {state.error?.message ?? state.why ?? 'The command has written nothing yet.'}
        </Text>
      ) : (
        <LogBox
          ref={box}
          source={source}
          total={state.total}
          filtered={isOnly ? found.lines : undefined}
          find={find}
          currentLine={find.text === '' ? undefined : found.lines[current]?.n}
          range={range}
          onPick={(line, isStretch) =>
            address({}, lineRangeHash(isStretch ? stretchTo(range, line) : { from: line, to: line }))
          }
          wraps={options.wrap}
          times={options.times}
          isTall={isTall}
          onFollowing={setFollowing}
        />
      )}
      <LogStatus state={state} hasEnded={hasEnded} range={range} onClearRange={() => address({}, '')} />
    </Paper>
  );
}
