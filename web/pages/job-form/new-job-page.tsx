import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../api/access.js';
import { clustersQuery } from '../../api/clusters.js';
import { TextLink } from '../../components/button-link.js';
import { ForRole } from '../../components/for-role.js';
import { PageFrame } from '../../components/page-frame.js';
import { emptyDraft } from './job-draft.js';
import { JobForm } from './job-form.js';

/** A new job; the cluster is chosen already where there is only one to choose, or one called local. */
export function NewJobPage() {
  const { data: clusters, isPending } = useQuery(clustersQuery);
  // Whoever is here for some groups only can make a job in one of these, and in no other.
  const group = useQuery(sessionQuery).data?.groups?.[0];
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
      <ForRole role="launcher">
        {!isPending && (
          <JobForm initial={{ ...emptyDraft(), cluster, ...(group === undefined ? {} : { group }) }} isNew />
        )}
      </ForRole>
    </PageFrame>
  );
}
