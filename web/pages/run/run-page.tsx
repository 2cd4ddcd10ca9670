import { Badge, Group, Loader, Stack, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { runQuery } from '../../api/runs.js';
import type { RunView } from '../../../domain/contract/runs.js';
import { isFinal } from '../../../domain/run-state.js';
import { TextLink } from '../../components/button-link.js';
import { CopyIcon } from '../../components/copy.js';
import { ErrorNote } from '../../components/error-note.js';
import { PageFrame } from '../../components/page-frame.js';
import { StateBadge, stateLooks } from '../../components/state-badge.js';
import { Ago, Lasting } from '../../components/when.js';
import { LogView } from '../../log/log-view.js';
import { stateSentences, triggerWords } from '../../words/state-words.js';
import { FailureCard } from './failure-card.js';
import { PhasesBar } from './phases-bar.js';
import { RunActions } from './run-actions.js';
import { RunDetails } from './run-details.js';
import { WhyItWaits } from './why-it-waits.js';

/** One run: what it is doing or how it ended, why, where its time went, and what it wrote. */
export function RunPage() {
  const { id } = useParams({ from: '/runs/$id' });
  const { data: run, error } = useQuery(runQuery(id));
  // In braces: newer browsers answer a promise, which React would take for a clean-up.
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [id]);
  if (run === undefined)
    return (
      <PageFrame title="Run">
        {error === null ? (
          <Loader m="auto" aria-label="Reading the run" />
        ) : (
          <ErrorNote error={error} title="This run cannot be shown" />
        )}
      </PageFrame>
    );
  return (
    <PageFrame
      tab={`${run.state} · ${run.name}`}
      above={<Crumbs run={run} />}
      title={
        <Group gap="sm" component="span">
          {run.name}
          <StateBadge state={run.state} size="lg" />
        </Group>
      }
      actions={<RunActions run={run} />}
    >
      <Stack gap="md">
        <Standing run={run} />
        <PhasesBar run={run} />
        {run.state === 'queued' && <WhyItWaits run={run} />}
        {run.failure !== undefined && <FailureCard failure={run.failure} run={run} />}
        <AttemptLogs run={run} />
        <RunDetails run={run} />
      </Stack>
    </PageFrame>
  );
}

function Crumbs({ run }: { readonly run: RunView }) {
  return (
    <Group gap={6}>
      <TextLink to="/runs" size="sm" c="dimmed">
        Runs
      </TextLink>
      <Text size="sm" c="dimmed">
        /
      </Text>
      <Text className="mono" c="dimmed">
        {run.id}
      </Text>
      <CopyIcon value={run.id} label="Copy the run's id" />
    </Group>
  );
}

function Standing({ run }: { readonly run: RunView }) {
  const isCancelling = run.cancel !== undefined && !isFinal(run.state);
  return (
    <Text c="dimmed" size="sm" component="div" role="status">
      <Text span c="var(--mantine-color-text)" fw={550}>
        {isCancelling ? 'It is being cancelled.' : stateSentences[run.state]}
      </Text>{' '}
      {isFinal(run.state) ? 'It took ' : 'So far '}
      <Lasting from={run.createdAt} to={run.endedAt} />
      {' · accepted '}
      <Ago time={run.createdAt} /> by {run.owner} ({triggerWords(run)}
      {run.trigger.of !== undefined && (
        <>
          {' of '}
          <TextLink to="/runs/$id" params={{ id: run.trigger.of }} size="sm">
            {run.trigger.of.slice(-6)}
          </TextLink>
        </>
      )}
      ) on{' '}
      <TextLink to="/clusters/$name" params={{ name: run.cluster }} size="sm">
        {run.cluster}
      </TextLink>
      {run.cancel !== undefined && (
        <>
          {' '}
          · cancel asked for by {run.cancel.by}
          {run.cancel.reason !== undefined && `: “${run.cancel.reason}”`}
        </>
      )}
    </Text>
  );
}

function AttemptLogs({ run }: { readonly run: RunView }) {
  const search = useSearch({ from: '/runs/$id' });
  const navigate = useNavigate({ from: '/runs/$id' });
  const newest = Math.max(run.attempts.length, 1);
  const shown = Math.min(search.attempt ?? newest, newest);
  return (
    <Stack gap="xs">
      {run.attempts.length > 1 && (
        <Tabs
          value={String(shown)}
          onChange={(value) =>
            void navigate({
              to: '.',
              search: { attempt: Number(value) === newest ? undefined : Number(value) },
              hash: '',
              replace: true,
              resetScroll: false,
            })
          }
        >
          <Tabs.List aria-label="Attempts">
            {run.attempts.map(({ number, failure, endedAt }) => (
              <Tabs.Tab key={number} value={String(number)}>
                <Group gap={6} wrap="nowrap">
                  Attempt {number}
                  {failure !== undefined && (
                    <Badge size="xs" variant="light" tt="none" color={stateLooks.failed.colour}>
                      {failure.code}
                    </Badge>
                  )}
                  {endedAt === undefined && !isFinal(run.state) && (
                    <Badge size="xs" variant="light" tt="none" color={stateLooks.running.colour}>
                      now
                    </Badge>
                  )}
                </Group>
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      )}
      <LogView key={shown} run={run} attempt={shown} />
    </Stack>
  );
}
