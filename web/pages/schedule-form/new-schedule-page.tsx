import { useSearch } from '@tanstack/react-router';
import { TextLink } from '../../components/button-link.js';
import { ForRole } from '../../components/for-role.js';
import { PageFrame } from '../../components/page-frame.js';
import { emptyDraft } from './schedule-draft.js';
import { ScheduleForm } from './schedule-form.js';

/** A new schedule; its job is chosen already when one comes from there. */
export function NewSchedulePage() {
  const { job } = useSearch({ from: '/schedules/new' });
  return (
    <PageFrame
      title="Create a schedule"
      above={
        <TextLink to="/schedules" size="sm" c="dimmed">
          Schedules
        </TextLink>
      }
    >
      <ForRole role="launcher">
        <ScheduleForm initial={emptyDraft(job ?? null)} isNew />
      </ForRole>
    </PageFrame>
  );
}
