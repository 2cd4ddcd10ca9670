import { Alert, Badge, Code, DataList, Group, Loader, Paper, Stack, Tabs, Text } from '@mantine/core';
import { IconCalendarClock, IconEdit, IconHistory, IconListDetails, IconRocket, IconRun } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { jobQuery } from '../../api/jobs.js';
import type { JobView } from '../../../domain/contract/jobs.js';
import { ButtonLink, TextLink } from '../../components/button-link.js';
import { Fact } from '../../components/fact.js';
import { CopyWords } from '../../components/copy.js';
import { ErrorNote } from '../../components/error-note.js';
import { PageFrame } from '../../components/page-frame.js';
import { useMay } from '../../components/use-may.js';
import { Ago } from '../../components/when.js';
import { needWords } from '../../../domain/amount-words.js';
import { attemptWords } from '../../words/attempt-words.js';
import { jobDocument, jobYaml } from '../../words/job-document.js';
import { ArchiveButton } from './archive-button.js';
import { JobRuns } from './job-runs.js';
import { JobSchedules } from './job-schedules.js';
import { Revisions } from './revisions.js';

/** One job: what it is, how it has been doing, and how it came to be what it is. */
export function JobPage() {
  const { name } = useParams({ from: '/jobs/$name' });
  const { data: job, error } = useQuery(jobQuery(name));
  const may = useMay();
  if (job === undefined)
    return (
      <PageFrame title={name}>
        {error === null ? <Loader m="auto" aria-label="Reading the job" /> : <ErrorNote error={error} />}
      </PageFrame>
    );
  return (
    <PageFrame
      title={
        <Group gap="sm" component="span">
          {job.name}
          {job.tags.map((tag) => (
            <Badge key={tag} variant="default" tt="none" fw={500}>
              {tag}
            </Badge>
          ))}
        </Group>
      }
      tab={job.name}
      above={
        <TextLink to="/jobs" size="sm" c="dimmed">
          Jobs
        </TextLink>
      }
      actions={
        may('launcher', job.group) && (
          <>
            {!job.archived && <ArchiveButton name={job.name} />}
            <ButtonLink
              to="/jobs/$name/edit"
              params={{ name }}
              variant="default"
              leftSection={<IconEdit size={16} aria-hidden />}
            >
              Edit
            </ButtonLink>
            {!job.archived && (
              <ButtonLink to="/jobs/$name/launch" params={{ name }} leftSection={<IconRocket size={16} aria-hidden />}>
                Launch
              </ButtonLink>
            )}
          </>
        )
      }
    >
      {job.archived && (
        <Alert color="gray">This job is archived: it cannot be launched. Saving it again brings it back.</Alert>
      )}
      {job.description !== '' && <Text>{job.description}</Text>}
      <Facts job={job} />
      <Tabs defaultValue="runs" keepMounted={false}>
        <Tabs.List mb="md" aria-label="About this job">
          <Tabs.Tab value="runs" leftSection={<IconRun size={16} aria-hidden />}>
            Runs
          </Tabs.Tab>
          <Tabs.Tab value="schedules" leftSection={<IconCalendarClock size={16} aria-hidden />}>
            Schedules
          </Tabs.Tab>
          <Tabs.Tab value="revisions" leftSection={<IconHistory size={16} aria-hidden />}>
            Revisions
          </Tabs.Tab>
          <Tabs.Tab value="document" leftSection={<IconListDetails size={16} aria-hidden />}>
            As YAML
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="runs">
          <JobRuns name={job.name} />
        </Tabs.Panel>
        <Tabs.Panel value="schedules">
          <JobSchedules name={job.name} />
        </Tabs.Panel>
        <Tabs.Panel value="revisions">
          <Revisions job={job} />
        </Tabs.Panel>
        <Tabs.Panel value="document">
          <Document job={job} />
        </Tabs.Panel>
      </Tabs>
    </PageFrame>
  );
}

function Facts({ job }: { readonly job: JobView }) {
  const { spec } = job;
  return (
    <Paper p="md">
      <DataList
        size="sm"
        orientation="vertical"
        style={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))',
          gap: 'var(--mantine-spacing-md)',
        }}
      >
        <Fact label="Cluster">{spec.cluster ?? 'chosen at launch'}</Fact>
        <Fact label="Needs">{needWords(spec.resources)}</Fact>
        <Fact label="Image">{spec.image ?? 'none: a plain process'}</Fact>
        <Fact label="Group">{job.group}</Fact>
        <Fact label="Attempts">{attemptWords(spec.retry)}</Fact>
        <Fact label="At a time">{spec.concurrency ?? 'no limit'}</Fact>
        <Fact label="Revision">
          {job.revision}, <Ago time={job.updatedAt} /> by {job.updatedBy}
        </Fact>
      </DataList>
    </Paper>
  );
}

function Document({ job }: { readonly job: JobView }) {
  const yaml = jobYaml(jobDocument(job));
  return (
    <Stack gap="xs" align="flex-start">
      <CopyWords value={yaml} label="Copy" />
      <Code block w="100%">
        {yaml}
      </Code>
      <Text size="xs" c="dimmed">
        Kept in a file, <Code>flotilla apply -f job.yaml</Code> makes the same job anywhere.
      </Text>
    </Stack>
  );
}
