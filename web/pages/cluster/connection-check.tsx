import { Badge, Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { IconStethoscope } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { checkConnection } from '../../api/connections.js';
import type { ConnectionView } from '../../../domain/contract/connections.js';
import { ErrorNote } from '../../components/error-note.js';

type Finding = ConnectionView['findings'][number];

const colours = { ok: 'teal', bad: 'red', unknown: 'gray' } as const satisfies Record<Finding['state'], string>;

/** Looks at everything that the cluster's connection needs, when somebody asks for it. */
export function ConnectionCheck({ name }: { readonly name: string }) {
  const check = useMutation({ mutationFn: () => checkConnection(name) });
  return (
    <Stack gap="xs" component="section" aria-label="Connection">
      <Group justify="space-between">
        <Title order={2}>Connection</Title>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconStethoscope size={16} aria-hidden />}
          loading={check.isPending}
          onClick={() => check.mutate()}
        >
          {check.data === undefined ? 'Check the connection' : 'Check again'}
        </Button>
      </Group>
      <ErrorNote error={check.error} />
      {check.data !== undefined && (
        <Paper p="xs">
          <Table.ScrollContainer minWidth={480}>
            <Table verticalSpacing="xs">
              <Table.Tbody>
                {check.data.findings.map((finding) => (
                  <FindingRow key={finding.what} finding={finding} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
    </Stack>
  );
}

function FindingRow({ finding }: { readonly finding: Finding }) {
  const { what, state, message, remedy } = finding;
  return (
    <Table.Tr>
      <Table.Td w={120}>
        <Badge color={colours[state]} variant="light" tt="none">
          {state}
        </Badge>
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{what}</Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Text size="sm">{message}</Text>
        {remedy !== undefined && (
          <Text size="sm" c="dimmed">
            {remedy}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
