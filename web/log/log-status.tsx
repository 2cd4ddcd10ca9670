import { Button, Group, Loader, Text } from '@mantine/core';
import { logEnd, whatIsMissing } from '../../domain/log-end.js';
import { CopyWords } from '../components/copy.js';
import { byteWords } from '../../domain/amount-words.js';
import { lineRangeHash } from './line-range.js';
import type { LineRange } from './log-lines.js';
import type { LogState } from './log-source.js';
import classes from './log-view.module.css';

interface Props {
  readonly state: LogState;
  readonly hasEnded: boolean;
  readonly range: LineRange | undefined;
  readonly onClearRange: () => void;
}

/** Below the log: how long it is, and whether that is all. */
export function LogStatus({ state, hasEnded, range, onClearRange }: Props) {
  const { head, total, error, isEnded } = state;
  const missing = head === undefined ? undefined : whatIsMissing(head);
  return (
    <Group justify="space-between" gap="xs" className={classes.status}>
      <Group gap="xs" role="status">
        <Text size="xs" c="dimmed">
          {total === 1 ? '1 line' : `${total.toLocaleString()} lines`}
          {head !== undefined && head.bytes > 0 && ` · ${byteWords(head.bytes)}`}
        </Text>
        <Words state={state} hasEnded={hasEnded} />
        {missing !== undefined && total > 0 && (
          <Text size="xs" c="orange">
            {missing}
          </Text>
        )}
        {error !== null && !isEnded && total > 0 && (
          <Text size="xs" c="red">
            {error.message}
          </Text>
        )}
      </Group>
      {range !== undefined && (
        <Group gap={6}>
          <Text size="xs" c="dimmed">
            {range.from === range.to ? `Line ${range.from}` : `Lines ${range.from} to ${range.to}`}
          </Text>
          <CopyWords label="Copy link" value={`${window.location.href.split('#')[0] ?? ''}#${lineRangeHash(range)}`} />
          <Button size="compact-sm" variant="subtle" color="gray" onClick={onClearRange}>
            Clear
          </Button>
        </Group>
      )}
    </Group>
  );
}

function Words({ state: { head, isLoaded, isEnded, total }, hasEnded }: Pick<Props, 'state' | 'hasEnded'>) {
  if (!isLoaded) return <Loader size={12} aria-label="Reading the log" />;
  const end = head === undefined ? 'open' : logEnd(head);
  if (end !== 'open') return total === 0 ? null : <Plain>{end === 'complete' ? 'complete' : 'not complete'}</Plain>;
  if (isEnded) return <Plain>the log ends here</Plain>;
  if (hasEnded)
    return (
      <>
        <Loader size={12} aria-hidden />
        <Plain>collecting the last lines</Plain>
      </>
    );
  return total === 0 ? null : (
    <>
      <span className={classes.pulse} aria-hidden />
      <Plain>live</Plain>
    </>
  );
}

const Plain = ({ children }: { readonly children: string }) => (
  <Text size="xs" c="dimmed">
    {children}
  </Text>
);
