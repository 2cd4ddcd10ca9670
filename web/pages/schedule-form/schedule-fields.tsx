import { Accordion, Chip, Group, NumberInput, Radio, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { jobNamesQuery } from '../../api/jobs.js';
import { overlapPolicies } from '../../../domain/schedule.js';
import { overlapWords } from '../../../domain/schedule-words.js';
import type { ParameterRow } from '../job-form/parameter-row.js';
import { ParameterFields } from '../launch/parameter-fields.js';
import type { ScheduleDraft } from './schedule-draft.js';

interface Props {
  readonly draft: ScheduleDraft;
  /** As written, or as suggested. */
  readonly name: string;
  readonly onChange: (draft: ScheduleDraft) => void;
  readonly rows: readonly ParameterRow[];
  readonly errors: Readonly<Record<string, string>>;
  readonly isNew: boolean;
}

const zones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

/** Lines that people mean most of the time. */
const examples = [
  { cron: '0 * * * *', label: 'each hour' },
  { cron: '0 6 * * *', label: 'daily at 6' },
  { cron: '0 6 * * mon-fri', label: 'weekdays at 6' },
  { cron: '0 6 * * mon', label: 'Mondays at 6' },
  { cron: '0 6 1 * *', label: 'first of the month' },
];

export function ScheduleFields({ draft, name, onChange, rows, errors, isNew }: Props) {
  const set = (given: Partial<ScheduleDraft>) => onChange({ ...draft, ...given });
  const { data: jobs } = useQuery(jobNamesQuery);
  return (
    <Stack>
      <Group grow align="flex-start">
        <TextInput
          label="Name"
          placeholder="nightly-report"
          required
          disabled={!isNew}
          value={name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={errors['name']}
          spellCheck={false}
        />
        <Select
          label="Job"
          placeholder="What it runs"
          required
          searchable
          data={jobs ?? []}
          value={draft.job}
          onChange={(job) => set({ job })}
          error={errors['job']}
        />
      </Group>
      <Rhythm draft={draft} set={set} errors={errors} />
      <Radio.Group
        label="When its time comes and an earlier run still waits or runs"
        value={draft.overlap}
        onChange={(overlap) => set({ overlap })}
      >
        <Stack gap={6} mt={6}>
          {overlapPolicies.map((policy) => (
            <Radio key={policy} value={policy} label={overlapWords[policy]} />
          ))}
        </Stack>
      </Radio.Group>
      <ParameterFields
        rows={rows}
        values={{
          ...Object.fromEntries(rows.map(({ name, standard }) => [name, standard])),
          ...draft.parameters,
        }}
        onChange={(parameters) => set({ parameters })}
        errors={errors}
      />
      <More draft={draft} set={set} errors={errors} />
    </Stack>
  );
}

interface PartProps {
  readonly draft: ScheduleDraft;
  readonly set: (given: Partial<ScheduleDraft>) => void;
  readonly errors: Readonly<Record<string, string>>;
}

function Rhythm({ draft, set, errors }: PartProps) {
  return (
    <Stack gap="xs" role="group" aria-label="When">
      <SegmentedControl
        aria-label="Kind of times"
        data={[
          { value: 'cron', label: 'At certain times' },
          { value: 'interval', label: 'Again and again' },
        ]}
        value={draft.rhythm}
        onChange={(rhythm) => set({ rhythm: rhythm === 'cron' ? 'cron' : 'interval' })}
        style={{ alignSelf: 'flex-start' }}
      />
      {draft.rhythm === 'cron' ? (
        <>
          <Group grow align="flex-start">
            <TextInput
              label="Cron line"
              description="Minute, hour, day of month, month, day of week"
              required
              value={draft.cron}
              onChange={(event) => set({ cron: event.currentTarget.value })}
              error={errors['cron']}
              spellCheck={false}
              classNames={{ input: 'mono' }}
            />
            <Select
              label="Time zone"
              description="Of the cron line"
              searchable
              data={zones.includes(draft.timeZone) ? zones : [draft.timeZone, ...zones]}
              value={draft.timeZone}
              onChange={(timeZone) => set({ timeZone: timeZone ?? 'UTC' })}
              error={errors['timeZone']}
            />
          </Group>
          <Chip.Group value={draft.cron} onChange={(cron) => set({ cron })}>
            <Group gap={6}>
              {examples.map(({ cron, label }) => (
                <Chip key={cron} value={cron} size="xs">
                  {label}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </>
      ) : (
        <NumberInput
          label="Minutes between"
          description="Counted from midnight UTC for what divides a day, so that 60 means each full hour"
          required
          min={0.17}
          value={draft.everyMinutes}
          onChange={(everyMinutes) => set({ everyMinutes })}
          error={errors['everySeconds']}
          maw={320}
        />
      )}
    </Stack>
  );
}

/** What most schedules leave as it is. */
function More({ draft, set, errors }: PartProps) {
  return (
    <Accordion variant="contained">
      <Accordion.Item value="more">
        <Accordion.Control>Outages, failures, start and end</Accordion.Control>
        <Accordion.Panel>
          <Stack>
            <Group grow align="flex-start">
              <NumberInput
                label="Make up for within (min)"
                description="After an outage; later ones are given up"
                min={0.17}
                value={draft.catchUpMinutes}
                onChange={(catchUpMinutes) => set({ catchUpMinutes })}
                error={errors['catchUpSeconds']}
              />
              <NumberInput
                label="Pause after failures in a row"
                description="Empty: never"
                min={1}
                value={draft.pauseAfterFailures}
                onChange={(pauseAfterFailures) => set({ pauseAfterFailures })}
                error={errors['pauseAfterFailures']}
              />
              <NumberInput
                label="Spread over (s)"
                description="Starts at a random moment within"
                min={0}
                value={draft.jitterSeconds}
                onChange={(jitterSeconds) => set({ jitterSeconds })}
                error={errors['jitterSeconds']}
              />
            </Group>
            <Group grow align="flex-start">
              <TextInput
                label="Not before (UTC)"
                type="datetime-local"
                step={1}
                value={draft.startAt}
                onChange={(event) => set({ startAt: event.currentTarget.value })}
                error={errors['startAt']}
              />
              <TextInput
                label="Not after (UTC)"
                type="datetime-local"
                step={1}
                value={draft.endAt}
                onChange={(event) => set({ endAt: event.currentTarget.value })}
                error={errors['endAt']}
              />
            </Group>
            <TextInput
              label="Description"
              value={draft.description}
              onChange={(event) => set({ description: event.currentTarget.value })}
              error={errors['description']}
            />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
