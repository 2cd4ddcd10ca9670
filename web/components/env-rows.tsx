import { ActionIcon, Button, Checkbox, Group, Stack, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type EnvRow, emptyEnvRow } from './env-row.js';

interface Props {
  readonly rows: readonly EnvRow[];
  readonly onChange: (rows: readonly EnvRow[]) => void;
  /** What is wrong, by the variable's name. */
  readonly errors?: Readonly<Record<string, string>>;
}

/** Environment variables, one per row; a value may be a reference to a secret instead. */
export function EnvRows({ rows, onChange, errors = {} }: Props) {
  const change = (key: string, part: Partial<EnvRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <Stack gap="xs" role="group" aria-label="Environment variables">
      {rows.map((row) => (
        <Group key={row.key} gap="xs" wrap="nowrap" align="flex-start">
          <TextInput
            aria-label="Variable"
            placeholder="NAME"
            value={row.name}
            onChange={(event) => change(row.key, { name: event.currentTarget.value.trim() })}
            error={errors[row.name]}
            disabled={row.isFixed}
            flex="1 1 140px"
            classNames={{ input: 'mono' }}
            spellCheck={false}
          />
          <TextInput
            aria-label={`Value of ${row.name === '' ? 'the variable' : row.name}`}
            placeholder={row.isSecret ? 'name of the secret, like reports/db' : 'value'}
            value={row.value}
            onChange={(event) => change(row.key, { value: event.currentTarget.value })}
            flex="2 1 160px"
            spellCheck={false}
          />
          <Tooltip label="The value is kept by a secret store; only its name is saved here">
            <Checkbox
              label="secret"
              size="xs"
              mt={10}
              checked={row.isSecret}
              onChange={(event) => change(row.key, { isSecret: event.currentTarget.checked })}
            />
          </Tooltip>
          {!row.isFixed && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={`Remove ${row.name === '' ? 'the variable' : row.name}`}
              onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          )}
        </Group>
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...rows, emptyEnvRow()])}
        >
          Add a variable
        </Button>
      </Group>
    </Stack>
  );
}
