import { Text, Tooltip } from '@mantine/core';
import { durationWords } from '../../domain/duration-words.js';
import { agoWords } from '../words/ago-words.js';
import { useNow } from './use-now.js';

const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** How long ago; the exact local time and UTC when one points at it. */
export function Ago({ time }: { readonly time: string }) {
  const now = useNow();
  return (
    <ExactTime time={time}>
      <time dateTime={time}>{agoWords(now - Date.parse(time))}</time>
    </ExactTime>
  );
}

/** A local time; UTC when one points at it. */
export function LocalTime({ time }: { readonly time: string }) {
  return (
    <ExactTime time={time}>
      <time dateTime={time}>{local.format(new Date(time))}</time>
    </ExactTime>
  );
}

/** A length of time that goes on growing until it has an end. */
export function Lasting({ from, to }: { readonly from: string; readonly to: string | undefined }) {
  const now = useNow(to === undefined);
  const end = to === undefined ? now : Date.parse(to);
  return <>{durationWords(end - Date.parse(from))}</>;
}

/** What it holds, with the local time and UTC when one points at it. */
export function ExactTime({ time, children }: { readonly time: string; readonly children: React.ReactElement }) {
  return (
    <Tooltip
      label={
        <>
          <Text size="xs">{local.format(new Date(time))}</Text>
          <Text size="xs" opacity={0.8}>
            {time.replace('T', ' ').replace(/\.\d+Z$|Z$/, ' UTC')}
          </Text>
        </>
      }
    >
      {children}
    </Tooltip>
  );
}
