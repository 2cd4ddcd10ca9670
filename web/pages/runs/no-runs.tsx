import { Button, EmptyState } from '@mantine/core';
import { IconFilterOff, IconSailboat } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { jobNamesQuery } from '../../api/jobs.js';
import { ButtonLink } from '../../components/button-link.js';
import { useMay } from '../../components/use-may.js';

interface Props {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

/** What to do next when there is no run to show. */
export function NoRuns({ isFiltered, onClear }: Props) {
  const { data: jobs = [] } = useQuery(jobNamesQuery);
  const may = useMay();
  if (isFiltered)
    return (
      <EmptyState
        py="xl"
        icon={<IconFilterOff size={36} aria-hidden />}
        title="No run matches these filters"
        description="Take one away, or choose a longer period."
      >
        <EmptyState.Actions>
          <Button variant="default" onClick={onClear}>
            Clear filters
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    );
  const example = jobs[0];
  return (
    <EmptyState
      py="xl"
      icon={<IconSailboat size={44} aria-hidden />}
      title="Nothing has run yet"
      description={
        example === undefined
          ? 'A job is a command that you want to run: say what it is and what it needs, then launch it as often as you like.'
          : `Launch ${example} to see a run from its start to its end, or make a job of your own.`
      }
    >
      {may('launcher') && (
        <EmptyState.Actions>
          {example !== undefined && (
            <ButtonLink to="/jobs/$name/launch" params={{ name: example }}>
              Launch {example}
            </ButtonLink>
          )}
          <ButtonLink to="/jobs/new" variant={example === undefined ? 'filled' : 'default'}>
            Create a job
          </ButtonLink>
        </EmptyState.Actions>
      )}
    </EmptyState>
  );
}
