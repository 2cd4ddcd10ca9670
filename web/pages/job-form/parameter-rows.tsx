import { ActionIcon, Button, Checkbox, Group, JsonInput, NativeSelect, Paper, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import {
  emptyParameterRow,
  isSchema,
  type Json,
  type ParameterKind,
  parameterKinds,
  type ParameterRow,
} from './parameter-row.js';

const kindNames = {
  text: 'text',
  integer: 'whole number',
  number: 'number',
  'yes-no': 'yes or no',
  date: 'date',
  choice: 'one of …',
  list: 'list',
  other: 'JSON Schema',
} satisfies Record<ParameterKind, string>;

interface Props {
  readonly rows: readonly ParameterRow[];
  readonly onChange: (rows: ParameterRow[]) => void;
  readonly errors: Readonly<Record<string, string>>;
}

/** What can be chosen at each launch; `{{ name }}` in the command is replaced by it. */
export function ParameterRows({ rows, onChange, errors }: Props) {
  const change = (key: string, part: Partial<ParameterRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <Stack gap="xs" role="group" aria-label="Parameters">
      {rows.map((row) => (
        <Paper key={row.key} p="xs">
          <Group gap="xs" align="flex-end">
            <TextInput
              label="Name"
              value={row.name}
              onChange={(event) => change(row.key, { name: event.currentTarget.value.trim() })}
              error={errors[`parameters.${row.name}`]}
              flex="1 1 110px"
              spellCheck={false}
            />
            <NativeSelect
              label="Kind"
              data={parameterKinds.map((kind) => ({ value: kind, label: kindNames[kind] }))}
              value={row.kind}
              onChange={(event) => change(row.key, { kind: event.currentTarget.value as ParameterKind })} // one of the options
              flex="0 1 155px"
            />
            {row.kind === 'choice' && (
              <TextInput
                label="Choices"
                placeholder="fast, full"
                value={row.choices}
                onChange={(event) => change(row.key, { choices: event.currentTarget.value })}
                flex="1 1 130px"
              />
            )}
            {row.kind !== 'other' && (
              <>
                <TextInput
                  label="Default"
                  placeholder={row.isOptional ? 'none' : 'asked at launch'}
                  value={row.standard}
                  onChange={(event) => change(row.key, { standard: event.currentTarget.value })}
                  flex="1 1 110px"
                />
                <TextInput
                  label="Title"
                  placeholder="What it means"
                  value={row.title}
                  onChange={(event) => change(row.key, { title: event.currentTarget.value })}
                  flex="1 1 130px"
                />
                <Checkbox
                  label="optional"
                  size="xs"
                  mb={10}
                  checked={row.isOptional}
                  onChange={(event) => change(row.key, { isOptional: event.currentTarget.checked })}
                />
              </>
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={`Remove the parameter ${row.name}`}
              onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
          {row.kind === 'other' && <SchemaField row={row} onChange={(rest) => change(row.key, { rest })} />}
        </Paper>
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...rows, emptyParameterRow()])}
        >
          Add a parameter
        </Button>
      </Group>
    </Stack>
  );
}

function SchemaField({
  row,
  onChange,
}: {
  readonly row: ParameterRow;
  readonly onChange: (rest: ParameterRow['rest']) => void;
}) {
  return (
    <JsonInput
      mt="xs"
      label="JSON Schema"
      defaultValue={JSON.stringify(row.rest, undefined, 2)}
      onChange={(text) => {
        try {
          const schema = JSON.parse(text) as Json; // what JSON.parse answers is JSON
          if (isSchema(schema)) onChange(schema);
        } catch {
          // Half-written JSON: the field itself says so, and the last whole one counts.
        }
      }}
      validationError="This is not JSON yet"
      autosize
      minRows={3}
      classNames={{ input: 'mono' }}
    />
  );
}
