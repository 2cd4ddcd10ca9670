import { Button, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { runsQuery } from '../../api/runs.js';
import { Ago } from '../../components/when.js';
import { type Json, type ParameterRow, typed } from '../job-form/parameter-row.js';

interface Props {
  readonly job: string;
  readonly rows: readonly ParameterRow[];
  readonly onFill: (parameters: Readonly<Record<string, string>>) => void;
}

/** Fills in the parameters of the job's last run that succeeded; nothing where there is none. */
export function AsLastTime({ job, rows, onFill }: Props) {
  const { data } = useInfiniteQuery({ ...runsQuery({ job, state: ['succeeded'] }, 1), refetchInterval: false });
  const last = data?.pages[0]?.items[0];
  if (last === undefined) return null;
  return (
    <Button
      variant="light"
      size="compact-sm"
      leftSection={<IconHistory size={14} aria-hidden />}
      onClick={() => onFill(asTyped(last.parameters, rows))}
      style={{ alignSelf: 'flex-start' }}
    >
      <span>
        As in the last run that succeeded
        <Text span inherit visibleFrom="xs">
          , <Ago time={last.createdAt} />
        </Text>
      </span>
    </Button>
  );
}

/** What the job does not know any more is left out; what the run had not is emptied. */
const asTyped = (values: Readonly<Record<string, Json>>, rows: readonly ParameterRow[]): Record<string, string> =>
  Object.fromEntries(
    rows.map(({ name, kind }) => {
      const value = values[name];
      return [name, value === undefined ? '' : typed(kind, value)];
    }),
  );
