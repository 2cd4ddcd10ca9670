import { Button, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';

const HOUR = 3_600_000;
const periods = [
  { value: String(HOUR), label: 'Last hour' },
  { value: String(24 * HOUR), label: 'Last 24 hours' },
  { value: String(7 * 24 * HOUR), label: 'Last 7 days' },
  { value: String(30 * 24 * HOUR), label: 'Last 30 days' },
];

interface Props {
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly onChange: (change: { since?: string | undefined; until?: string | undefined }) => void;
}

/** When the runs were accepted: a choice of periods, and any other that stands in the address. */
export function PeriodFilter({ since, until, onChange }: Props) {
  if (since !== undefined || until !== undefined) {
    const words = [since && `since ${short(since)}`, until && `until ${short(until)}`].filter(Boolean).join(' ');
    return (
      <Button
        size="compact-sm"
        variant="light"
        rightSection={<IconX size={13} aria-hidden />}
        onClick={() => onChange({ since: undefined, until: undefined })}
        aria-label={`Remove the filter ${words}`}
      >
        {words}
      </Button>
    );
  }
  return (
    <Select
      aria-label="Period"
      placeholder="Any time"
      data={periods}
      value={null}
      onChange={(length) => {
        if (length !== null) onChange({ since: new Date(Date.now() - Number(length)).toISOString() });
      }}
      flex="1 1 120px"
    />
  );
}

const format = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const short = (time: string): string => format.format(new Date(time));
