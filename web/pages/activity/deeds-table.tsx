import { Group, Paper, Stack, Table, Text } from '@mantine/core';
import type { z } from 'zod';
import type { AuditEntryView } from '../../../domain/contract/audit.js';
import { TextLink } from '../../components/button-link.js';
import { Ago } from '../../components/when.js';
import { deedWords, detailLines } from './deed-words.js';

type Deed = z.infer<typeof AuditEntryView>;

const clients = { page: 'page', cli: 'command line', api: 'API' } satisfies Record<
  NonNullable<Deed['from']>['client'],
  string
>;

/** One line for each deed; below it what was changed, as it was and as it is. */
export function DeedsTable({ deeds }: { readonly deeds: readonly Deed[] }) {
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={720}>
        <Table verticalSpacing="sm" layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={130}>When</Table.Th>
              <Table.Th w={130}>Who</Table.Th>
              <Table.Th>What</Table.Th>
              <Table.Th w={190}>From</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {deeds.map((deed) => (
              <Table.Tr key={deed.id} style={{ verticalAlign: 'top' }}>
                <Table.Td>
                  <Ago time={deed.at} />
                </Table.Td>
                <Table.Td fw={600}>{deed.actor}</Table.Td>
                <Table.Td>
                  <What deed={deed} />
                </Table.Td>
                <Table.Td>
                  {deed.from === undefined ? (
                    <Text size="sm" c="dimmed">
                      Flotilla itself
                    </Text>
                  ) : (
                    <>
                      <Text size="sm">{clients[deed.from.client]}</Text>
                      <Text size="xs" c="dimmed" className="mono">
                        {deed.from.address}
                      </Text>
                    </>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

function What({ deed }: { readonly deed: Deed }) {
  const lines = detailLines(deed.details);
  return (
    <Stack gap={4}>
      <Group gap={6}>
        <Text size="sm">{deedWords(deed.action)}</Text>
        <Subject subject={deed.subject} />
      </Group>
      {lines.map(({ name, before, after }) => (
        <Text key={name} size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          <b>{name}</b>: {before !== undefined && <s>{before}</s>} {before !== undefined && after !== undefined && '→ '}
          {after}
        </Text>
      ))}
    </Stack>
  );
}

const namedPages: Readonly<Record<string, '/jobs/$name' | '/clusters/$name' | '/schedules/$name'>> = {
  job: '/jobs/$name',
  cluster: '/clusters/$name',
  schedule: '/schedules/$name',
};

/** A link to what it was done to, where that has a page. */
function Subject({ subject }: { readonly subject: string }) {
  const [kind, name = ''] = subject.split('/');
  if (kind === 'run' && name !== '*')
    return (
      <TextLink to="/runs/$id" params={{ id: name }} size="sm">
        {subject}
      </TextLink>
    );
  const page = namedPages[kind ?? ''];
  if (page !== undefined)
    return (
      <TextLink to={page} params={{ name }} size="sm">
        {subject}
      </TextLink>
    );
  return <Text size="sm">{subject}</Text>;
}
