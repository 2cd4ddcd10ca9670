import {
  Accordion,
  Checkbox,
  Divider,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { clustersQuery } from '../../api/clusters.js';
import { failureCodes } from '../../../domain/failures.js';
import { INFRASTRUCTURE_RETRIES } from '../../../domain/retry-rules.js';
import { EnvRows } from '../../components/env-rows.js';
import type { JobDraft } from './job-draft.js';
import { wordLinesHint } from '../../words/word-lines.js';
import { ParameterRows } from './parameter-rows.js';

interface Props {
  readonly form: UseFormReturnType<JobDraft>;
  readonly isNew: boolean;
}

/** A job as a form: what everybody needs first, the rest folded away. */
export function JobFields({ form, isNew }: Props) {
  const { data: clusters = [] } = useQuery(clustersQuery);
  const { values, errors } = form;
  const texts = Object.fromEntries(
    Object.entries(errors).map(([path, message]) => [path, typeof message === 'string' ? message : '']),
  );
  const envErrors = Object.fromEntries(
    Object.entries(texts).flatMap(([path, message]) =>
      path.startsWith('env.') ? [[path.slice(4).split('.')[0] ?? '', message]] : [],
    ),
  );
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label="Name"
          placeholder="nightly-report"
          required
          disabled={!isNew}
          spellCheck={false}
          {...form.getInputProps('name')}
        />
        <Select
          label="Cluster"
          placeholder="Chosen at each launch"
          data={[
            ...new Set([...clusters.map(({ name }) => name), ...(values.cluster === null ? [] : [values.cluster])]),
          ]}
          clearable
          {...form.getInputProps('cluster')}
        />
      </SimpleGrid>
      <Textarea
        label="Command"
        description={
          values.isList
            ? `${wordLinesHint}. Run as it is, without a shell`
            : 'Run by a shell; it stops at the first error'
        }
        placeholder={values.isList ? 'python\nreport.py' : 'python report.py'}
        required
        autosize
        minRows={3}
        maxRows={20}
        classNames={{ input: 'mono' }}
        spellCheck={false}
        {...form.getInputProps('command')}
      />
      <Checkbox
        label="A list of words, without a shell"
        size="xs"
        {...form.getInputProps('isList', { type: 'checkbox' })}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label="Image"
          description="For clusters that run containers; others ignore it"
          placeholder="python:3.12-slim"
          spellCheck={false}
          {...form.getInputProps('image')}
        />
        <TextInput
          label="Description"
          description="For whoever finds it in the list"
          {...form.getInputProps('description')}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <NumberInput label="CPU" suffix=" CPU" min={0.01} step={0.25} {...form.getInputProps('resources.cpu')} />
        <NumberInput
          label="Memory"
          suffix=" MiB"
          min={4}
          step={256}
          allowDecimal={false}
          {...form.getInputProps('resources.memoryMiB')}
        />
        <NumberInput label="GPU" min={0} allowDecimal={false} {...form.getInputProps('resources.gpu')} />
      </SimpleGrid>
      <Divider label="Environment" labelPosition="left" />
      <EnvRows rows={values.env} onChange={(rows) => form.setFieldValue('env', [...rows])} errors={envErrors} />
      <Divider label="Parameters" labelPosition="left" />
      <Text size="sm" c="dimmed">
        What differs from launch to launch. Write {'{{ name }}'} in the command where its value belongs.
      </Text>
      <ParameterRows
        rows={values.parameters}
        onChange={(rows) => {
          form.setFieldValue('parameters', rows);
          if (errors.command !== undefined) form.validateField('command'); // it may have named what is there now
        }}
        errors={texts}
      />
      <Accordion variant="separated" defaultValue={null}>
        <Accordion.Item value="more">
          <Accordion.Control>Time limits, retries, group and tags</Accordion.Control>
          <Accordion.Panel>
            <MoreFields form={form} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}

function MoreFields({ form }: Pick<Props, 'form'>) {
  const whole = { allowDecimal: false, suffix: ' s' };
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
        <NumberInput label="Waits at most" min={1} {...whole} {...form.getInputProps('limits.queueSeconds')} />
        <NumberInput label="Starts within" min={1} {...whole} {...form.getInputProps('limits.startSeconds')} />
        <NumberInput label="Runs at most" min={1} {...whole} {...form.getInputProps('limits.runSeconds')} />
        <NumberInput
          label="Time to end after a stop"
          min={0}
          {...whole}
          {...form.getInputProps('limits.stopGraceSeconds')}
        />
      </SimpleGrid>
      <Group grow align="flex-start">
        <NumberInput label="Attempts" min={1} max={20} allowDecimal={false} {...form.getInputProps('retry.attempts')} />
        <NumberInput
          label="Wait between attempts"
          min={0}
          suffix=" s"
          {...form.getInputProps('retry.backoffSeconds')}
        />
        <NumberInput
          label="Runs at a time"
          placeholder="no limit"
          min={1}
          allowDecimal={false}
          {...form.getInputProps('concurrency')}
        />
      </Group>
      <MultiSelect
        label="Retry on"
        description={`Failures of the infrastructure are tried again up to ${INFRASTRUCTURE_RETRIES} times on top`}
        data={['infrastructure', 'any', ...failureCodes]}
        {...form.getInputProps('retry.on')}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label="Group" description="The team it belongs to" {...form.getInputProps('group')} />
        <TagsInput label="Tags" description="To find it again" {...form.getInputProps('tags')} />
      </SimpleGrid>
    </Stack>
  );
}
