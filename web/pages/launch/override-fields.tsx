import { Checkbox, NumberInput, SimpleGrid, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { wordLinesHint } from '../../words/word-lines.js';
import type { LaunchValues } from './launch-values.js';

interface Props {
  readonly values: LaunchValues;
  readonly onChange: (change: Partial<LaunchValues>) => void;
  readonly wrong: Readonly<Record<string, string>>;
}

/** What one launch may change of its job, beside the parameters and the environment. */
export function OverrideFields({ values, onChange, wrong }: Props) {
  const { resources } = values;
  const size = (change: Partial<LaunchValues['resources']>) => onChange({ resources: { ...resources, ...change } });
  return (
    <Stack>
      <Textarea
        label="Command"
        description={values.isList ? wordLinesHint : undefined}
        value={values.command}
        onChange={(event) => onChange({ command: event.currentTarget.value })}
        error={wrong['command']}
        autosize
        minRows={3}
        maxRows={16}
        spellCheck={false}
        classNames={{ input: 'mono' }}
      />
      <Checkbox
        label="A list of words, without a shell"
        size="xs"
        checked={values.isList}
        onChange={(event) => onChange({ isList: event.currentTarget.checked })}
      />
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <NumberInput
          label="CPU"
          suffix=" CPU"
          min={0.01}
          step={0.25}
          value={resources.cpu}
          onChange={(cpu) => size({ cpu })}
          error={wrong['resources.cpu']}
        />
        <NumberInput
          label="Memory"
          suffix=" MiB"
          min={4}
          step={256}
          allowDecimal={false}
          value={resources.memoryMiB}
          onChange={(memoryMiB) => size({ memoryMiB })}
          error={wrong['resources.memoryMiB']}
        />
        <NumberInput
          label="GPU"
          min={0}
          allowDecimal={false}
          value={resources.gpu}
          onChange={(gpu) => size({ gpu })}
          error={wrong['resources.gpu']}
        />
      </SimpleGrid>
      <TextInput
        label="Image"
        value={values.image}
        onChange={(event) => onChange({ image: event.currentTarget.value.trim() })}
        error={wrong['image']}
        spellCheck={false}
      />
      <TagsInput
        label="Labels"
        description="To find the run again"
        placeholder="name=value"
        value={[...values.labels]}
        onChange={(labels) => onChange({ labels })}
        error={wrong['labels']}
      />
      <Text size="xs" c="dimmed">
        The job itself stays as it is.
      </Text>
    </Stack>
  );
}
