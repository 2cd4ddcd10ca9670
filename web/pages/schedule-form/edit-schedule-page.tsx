import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { scheduleQuery } from '../../api/schedules.js';
import { TextLink } from '../../components/button-link.js';
import { ErrorNote } from '../../components/error-note.js';
import { ForRole } from '../../components/for-role.js';
import { PageFrame } from '../../components/page-frame.js';
import { draftOf } from './schedule-draft.js';
import { ScheduleForm } from './schedule-form.js';

/** Change a schedule; what it has done stays. */
export function EditSchedulePage() {
  const { name } = useParams({ from: '/schedules/$name/edit' });
  // Not what was read some time ago: somebody else may have changed it since.
  const { data, error, isFetchedAfterMount } = useQuery({
    ...scheduleQuery(name),
    refetchOnMount: 'always',
    refetchInterval: false,
  });
  const schedule = isFetchedAfterMount ? data : undefined;
  return (
    <PageFrame
      title={`Edit ${name}`}
      above={
        <TextLink to="/schedules/$name" params={{ name }} size="sm" c="dimmed">
          {name}
        </TextLink>
      }
    >
      <ForRole role="launcher">
        <ErrorNote error={schedule === undefined ? error : null} />
        {schedule === undefined && error === null && <Loader m="auto" aria-label="Reading the schedule" />}
        {schedule !== undefined && <ScheduleForm key={schedule.id} initial={draftOf(schedule)} isNew={false} />}
      </ForRole>
    </PageFrame>
  );
}
