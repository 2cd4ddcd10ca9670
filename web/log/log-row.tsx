import { memo, type Ref, useState } from 'react';
import type { LogLineView } from '../../domain/contract/logs.js';
import classes from './log-view.module.css';
import { type Find, paintLine } from './paint-line.js';

// A browser lays out a line of 64 KiB slowly; what is beyond is shown when asked for.
const MOST_LETTERS = 4000;

interface Props {
  readonly ref: Ref<HTMLDivElement> | undefined;
  readonly index: number;
  readonly top: number;
  readonly number: number;
  /** Undefined until it has been loaded. */
  readonly line: LogLineView | undefined;
  readonly find: Find;
  readonly isChosen: boolean;
  readonly isCurrent: boolean;
  readonly times: boolean;
  readonly onPick: (line: number, isStretch: boolean) => void;
}

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23',
}); // prettier-ignore

/** One line: its number (a link), its time, its text. */
export const LogRow = memo(function LogRow(props: Props) {
  const { number, line, find, times, onPick } = props;
  const [isWhole, setWhole] = useState(false);
  const text = line?.text ?? '';
  const shown = isWhole ? text : text.slice(0, MOST_LETTERS);
  return (
    <div
      ref={props.ref}
      data-index={props.index}
      className={classes.row}
      data-chosen={props.isChosen || undefined}
      data-current={props.isCurrent || undefined}
      data-stream={line?.stream}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      <a
        className={classes.number}
        href={`#L${number}`}
        aria-label={`Line ${number}`}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey) return;
          event.preventDefault();
          onPick(number, event.shiftKey);
        }}
      >
        {number}
      </a>
      {times && (
        <time className={classes.time} dateTime={line?.at} title={line?.at.replace('T', ' ').replace('Z', ' UTC')}>
          {line === undefined ? '' : clock.format(new Date(line.at))}
        </time>
      )}
      <span className={classes.text}>
        {line === undefined ? (
          <span className={classes.absent} />
        ) : (
          paintLine(shown, find).map((piece, at) =>
            piece.isFound ? (
              <mark key={at} style={piece.style}>
                {piece.text}
              </mark>
            ) : (
              <span key={at} style={piece.style}>
                {piece.text}
              </span>
            ),
          )
        )}
        {shown.length < text.length && (
          <button type="button" className={classes.more} onClick={() => setWhole(true)}>
            … {(text.length - shown.length).toLocaleString()} more letters
          </button>
        )}
      </span>
    </div>
  );
});
