import { useQuery } from '@tanstack/react-query';
import { clustersQuery } from '../../api/clusters.js';
import { TextLink } from '../../components/button-link.js';
import { PageFrame } from '../../components/page-frame.js';
import { emptyDraft } from './job-draft.js';
import { JobForm } from './job-form.js';

/** A new job; the cluster is chosen already where there is only one to choose, or one called local. */
export function NewJobPage() {
  const { data: clusters, isPending } = useQuery(clustersQuery);
  const names = clusters?.map(({ name }) => name) ?? [];
  const cluster = names.find((name) => name === 'local') ?? (names.length === 1 ? (names[0] ?? null) : null);
  return (
    <PageFrame
      title="Create a job"
      above={
        <TextLink to="/jobs" size="sm" c="dimmed">
          Jobs
        </TextLink>
      }
    >
      {!isPending && <JobForm initial={{ ...emptyDraft(), cluster }} isNew />}
    </PageFrame>
  );
}
