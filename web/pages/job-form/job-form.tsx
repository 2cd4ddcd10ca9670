import { Button, Group, Paper, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { parse } from 'yaml';
import { createJob, putJob } from '../../api/jobs.js';
import { JobDocument } from '../../../domain/contract/jobs.js';
import { ErrorNote } from '../../components/error-note.js';
import { useAfterPress } from '../../components/use-after-press.js';
import { savedWords } from '../../words/saved-words.js';
import { jobYaml, type JobDocumentInput } from '../../words/job-document.js';
import { documentErrors, documentOf, draftErrors, draftOf, type JobDraft, refusedFields } from './job-draft.js';
import { JobFields } from './job-fields.js';
import { YamlView } from './yaml-view.js';

interface Props {
  readonly initial: JobDraft;
  readonly isNew: boolean;
}

/** Create or change a job, as a form or as the document that it stands for; both are checked by the server's own schema. */
export function JobForm({ initial, isNew }: Props) {
  const afterPress = useAfterPress();
  const form = useForm<JobDraft>({
    initialValues: initial,
    validate: draftErrors,
    enhanceGetInputProps: ({ field, form: { validateField } }) => ({
      onBlur: () => afterPress(() => void validateField(field)),
    }),
  });
  const [yaml, setYaml] = useState<string | undefined>(undefined);
  const [note, setNote] = useState('');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const read = yaml === undefined ? undefined : readYaml(yaml, isNew ? undefined : initial.name);

  const save = useMutation({
    mutationFn: ({ name, ...document }: JobDocumentInput) =>
      (isNew ? createJob : putJob)(name, { ...document, ...(note === '' ? {} : { note }) }),
    onSuccess: async ({ change, job }) => {
      notifications.show({ color: 'teal', message: savedWords(change, job) });
      await queries.invalidateQueries({ queryKey: ['jobs'] });
      await navigate(
        isNew
          ? { to: '/jobs/$name/launch', params: { name: job.name } }
          : { to: '/jobs/$name', params: { name: job.name } },
      );
    },
    onError: (error) => form.setErrors(refusedFields(error)),
  });
  const toYaml = () => setYaml(jobYaml(documentOf(form.getValues())));
  const toForm = () => {
    if (read?.document === undefined) return;
    form.setValues(draftOf(JobDocument.parse(read.document)));
    setYaml(undefined);
  };
  const saveYaml = () => {
    if (read?.document !== undefined) save.mutate(read.document);
  };

  return (
    <form
      onSubmit={
        yaml === undefined
          ? form.onSubmit((draft) => save.mutate(documentOf(draft)))
          : (event) => {
              event.preventDefault();
              saveYaml();
            }
      }
      noValidate
    >
      <Stack>
        <SegmentedControl
          aria-label="How to write it"
          data={[
            { value: 'form', label: 'Form' },
            { value: 'yaml', label: 'YAML' },
          ]}
          value={yaml === undefined ? 'form' : 'yaml'}
          onChange={(view) => (view === 'yaml' ? toYaml() : toForm())}
          style={{ alignSelf: 'flex-start' }}
        />
        <Paper p="md">
          {yaml === undefined ? (
            <JobFields form={form} isNew={isNew} />
          ) : (
            <YamlView text={yaml} onChange={setYaml} errors={read?.errors ?? {}} />
          )}
        </Paper>
        <ErrorNote error={save.error} title="It was not saved" />
        <Group align="flex-end" justify="space-between">
          {isNew ? (
            <span />
          ) : (
            <TextInput
              label="Why"
              placeholder="Optional; kept with the revision"
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
              flex="1 1 260px"
              maw={480}
            />
          )}
          <Button type="submit" loading={save.isPending} disabled={read !== undefined && read.document === undefined}>
            {isNew ? 'Create the job' : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function readYaml(
  text: string,
  mustBe: string | undefined,
): { document?: JobDocumentInput; errors: Record<string, string> } {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    return { errors: { '': error instanceof Error ? error.message : String(error) } };
  }
  const errors = documentErrors(document);
  if (Object.keys(errors).length > 0) return { errors };
  const input = document as JobDocumentInput; // the check above has just said so
  if (mustBe !== undefined && input.name !== mustBe) return { errors: { name: `a job keeps its name: ${mustBe}` } };
  return { document: input, errors };
}
