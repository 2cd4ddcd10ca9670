import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import type { LogLineView } from '../../domain/contract/logs.js';
import { LogRow } from './log-row.js';
import type { LineRange } from './log-lines.js';
import type { LogSource } from './log-source.js';
import { LogStretch } from './log-stretch.js';
import classes from './log-view.module.css';
import type { Find } from './paint-line.js';
import { useFollow } from './use-follow.js';

const ROW_PX = 20;
const AHEAD = 100;
const SETTLE_MS = 40;
// Browsers draw nothing below some 17 million pixels: a longer log is shown in stretches of so many lines.
const STRETCH = 500_000;

export interface LogBoxHandle {
  /** Brings a line into the middle of the box; with a filter, the n-th of the filtered lines. */
  readonly show: (line: number) => void;
  /** Goes to the end and follows. */
  readonly showEnd: () => void;
}

interface Props {
  readonly ref: Ref<LogBoxHandle>;
  readonly source: LogSource | undefined;
  readonly total: number;
  /** Only these lines, when there is a filter. */
  readonly filtered: readonly LogLineView[] | undefined;
  readonly find: Find;
  readonly currentLine: number | undefined;
  readonly range: LineRange | undefined;
  readonly onPick: (line: number, isStretch: boolean) => void;
  readonly wraps: boolean;
  readonly times: boolean;
  readonly isTall: boolean;
  readonly onFollowing: (isFollowing: boolean) => void;
}

/** The lines themselves: only those in sight exist, and only what is around them is loaded. */
export function LogBox(props: Props) {
  const { source, filtered, find, range, wraps, times, onFollowing } = props;
  const total = filtered?.length ?? props.total;
  const box = useRef<HTMLDivElement>(null);
  const [stretch, setStretch] = useState(0);
  const first = Math.min(stretch, Math.max(0, Math.ceil(total / STRETCH) - 1)) * STRETCH;
  const count = Math.min(STRETCH, total - first);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
    // Rows of one height need no measuring; without it, a jump is exact.
    ...(wraps ? {} : { measureElement: () => ROW_PX }),
  });
  const follow = useFollow(box, rows.getTotalSize() + first, range === undefined);
  const { isFollowing, setFollowing } = follow;
  useEffect(() => onFollowing(isFollowing), [isFollowing, onFollowing]);
  useLayoutEffect(() => {
    if (isFollowing) setStretch(Math.max(0, Math.ceil(total / STRETCH) - 1));
  }, [isFollowing, total]);
  useLayoutEffect(() => rows.measure(), [rows, wraps, filtered === undefined]);

  const [wanted, setWanted] = useState<number | undefined>(range?.from);
  useImperativeHandle(props.ref, () => ({
    show: (line) => {
      setFollowing(false);
      setStretch(Math.floor((line - 1) / STRETCH));
      setWanted(line);
    },
    showEnd: () => setFollowing(true),
  }));
  // A line that is wanted may lie in another stretch, or may not have arrived yet.
  useEffect(() => {
    if (wanted === undefined || wanted - first < 1 || wanted - first > count) return;
    rows.scrollToIndex(wanted - first - 1, { align: 'center' });
    setWanted(undefined);
  }, [wanted, first, count, rows]);
  const items = rows.getVirtualItems();
  const from = first + (items[0]?.index ?? 0) + 1;
  const to = first + (items.at(-1)?.index ?? 0) + 1;
  // A link to lines that are not in sight brings them there; a click on a line in sight moves nothing.
  const inSight = useRef({ from, to });
  useEffect(() => {
    inSight.current = { from, to };
  });
  useEffect(() => {
    if (range === undefined || (range.from >= inSight.current.from && range.from <= inSight.current.to)) return;
    setFollowing(false);
    setStretch(Math.floor((range.from - 1) / STRETCH));
    setWanted(range.from);
  }, [range, setFollowing]);
  useEffect(() => {
    if (filtered !== undefined || source === undefined) return;
    const timer = window.setTimeout(() => source.want({ from: from - AHEAD, to: to + AHEAD }), SETTLE_MS);
    return () => window.clearTimeout(timer);
  });

  return (
    <>
      {total > STRETCH && (
        <LogStretch
          first={first}
          count={count}
          total={total}
          size={STRETCH}
          onGo={(line) => {
            setFollowing(false);
            setStretch(Math.floor((line - 1) / STRETCH));
            setWanted(line);
          }}
        />
      )}
      {/* Not read aloud as it grows: a busy log would never let one go. */}
      <div
        ref={box}
        className={classes.box}
        data-tall={props.isTall || undefined}
        data-wraps={wraps || undefined}
        onScroll={follow.onScroll}
        onKeyDown={(event) => {
          if (event.key === 'End') setFollowing(true);
        }}
        role="log"
        aria-live="off"
        aria-label="Log lines"
        tabIndex={0}
        style={{ '--log-digits': String(props.total).length } as CSSProperties} /* a property of our own */
      >
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {items.map(({ index, start, key }) => {
            const number = first + index + 1;
            const line = filtered === undefined ? source?.lines.line(number) : filtered[number - 1];
            const shown = line?.n ?? number;
            return (
              <LogRow
                key={key}
                ref={wraps ? rows.measureElement : undefined}
                index={index}
                top={start}
                number={shown}
                line={line}
                find={find}
                isChosen={range !== undefined && shown >= range.from && shown <= range.to}
                isCurrent={shown === props.currentLine}
                times={times}
                onPick={props.onPick}
              />
            );
          })}
        </div>
      </div>
    </>
  );
}
