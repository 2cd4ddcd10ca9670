import { Paper, Table, Text } from '@mantine/core';
import type { ClusterQueueView } from '../../../domain/contract/clusters.js';
import { TextLink } from '../../components/button-link.js';
import { Ago } from '../../components/when.js';
import { needWords } from '../../../domain/amount-words.js';
import { hindranceWords } from '../../../domain/waiting-words.js';
import { useNow } from '../../components/use-now.js';

/** Who holds a part of the cluster now. */
export function HoldersTable({ holders }: Pick<ClusterQueueView, 'holders'>) {
  if (holders.length === 0) return <Nothing>Nothing runs here now.</Nothing>;
  return (
    <Paper style={{ overflow: 'hidden' }}>
      <Table aria-label="Holders" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Run</Table.Th>
            <Table.Th visibleFrom="xs">Uses</Table.Th>
            <Table.Th visibleFrom="sm">Owner</Table.Th>
            <Table.Th w={120}>Since</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {holders.map((lease) => (
            <Table.Tr key={lease.runId}>
              <Table.Td>
                <RunLink id={lease.runId} name={lease.name} />
              </Table.Td>
              <Table.Td visibleFrom="xs">{needWords(lease.need)}</Table.Td>
              <Table.Td visibleFrom="sm" className="clip">
                {lease.owner}
              </Table.Td>
              <Table.Td>
                <Ago time={lease.since} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

/** Who waits, in the order in which they get their turn. */
export function WaitingTable({ waiting }: Pick<ClusterQueueView, 'waiting'>) {
  const now = useNow();
  if (waiting.length === 0) return <Nothing>Nothing waits.</Nothing>;
  return (
    <Paper style={{ overflow: 'hidden' }}>
      <Table aria-label="Waiting, in grant order" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={48}>#</Table.Th>
            <Table.Th>Run</Table.Th>
            <Table.Th visibleFrom="xs">Why</Table.Th>
            <Table.Th visibleFrom="sm">Needs</Table.Th>
            <Table.Th visibleFrom="sm" w={80}>
              Priority
            </Table.Th>
            <Table.Th visibleFrom="md">Owner</Table.Th>
            <Table.Th w={120}>Since</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {waiting.map((lease) => (
            <Table.Tr key={lease.runId}>
              <Table.Td>{lease.position}</Table.Td>
              <Table.Td>
                <RunLink id={lease.runId} name={lease.name} />
              </Table.Td>
              <Table.Td visibleFrom="xs">{hindranceWords(lease.hindrance, now)}</Table.Td>
              <Table.Td visibleFrom="sm">{needWords(lease.need)}</Table.Td>
              <Table.Td visibleFrom="sm">{lease.priority}</Table.Td>
              <Table.Td visibleFrom="md" className="clip">
                {lease.owner}
              </Table.Td>
              <Table.Td>
                <Ago time={lease.since} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

const RunLink = ({ id, name }: { readonly id: string; readonly name: string }) => (
  <TextLink to="/runs/$id" params={{ id }} size="sm" fw={550} className="clip" display="block">
    {name}
  </TextLink>
);

const Nothing = ({ children }: { readonly children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
);
