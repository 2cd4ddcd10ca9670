import { Badge, Button, EmptyState, Group, Loader, type MantineColor, Paper, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { revokeToken, tokensQuery } from '../../api/access.js';
import type { TokenView } from '../../../domain/contract/access.js';
import { AskFirst } from '../../components/ask-first.js';
import { ErrorNote } from '../../components/error-note.js';
import { NextPage } from '../../components/next-page.js';
import { Ago, LocalTime } from '../../components/when.js';

const colours = { active: 'teal', expired: 'gray', revoked: 'gray' } satisfies Record<TokenView['state'], MantineColor>;

/** All tokens: whose each is, what it may do, and whether anybody still uses it. */
export function TokensTable() {
  const pages = useInfiniteQuery(tokensQuery);
  const { data, error, isPending } = pages;
  const [asked, setAsked] = useState<TokenView>();
  const [isAsking, { open, close }] = useDisclosure(false);
  const queries = useQueryClient();
  const tokens = data?.pages.flatMap(({ items }) => items) ?? [];
  if (isPending) return <Loader m="auto" aria-label="Reading the tokens" />;
  if (data === undefined) return <ErrorNote error={error} title="The tokens could not be read" />;
  if (tokens.length === 0)
    return <EmptyState py="lg" icon={<IconKey size={36} aria-hidden />} title="There are no tokens yet" />;
  return (
    <>
      <Paper withBorder>
        <Table.ScrollContainer minWidth={760}>
          <Table verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Person</Table.Th>
                <Table.Th>For</Table.Th>
                <Table.Th>May</Table.Th>
                <Table.Th>Last used</Table.Th>
                <Table.Th>Ends</Table.Th>
                <Table.Th aria-label="What one can do" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {tokens.map((token) => (
                <TokenRow
                  key={token.id}
                  token={token}
                  onRevoke={() => {
                    setAsked(token);
                    open();
                  }}
                />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
      <NextPage of={pages}>More tokens</NextPage>
      <AskFirst
        opened={isAsking}
        onClose={close}
        title={`Revoke “${asked?.name}” of ${asked?.person}?`}
        explanation="It stops working at once, in browsers as well, and cannot be brought back. Runs that were launched with it go on."
        confirm="Revoke"
        colour="red"
        onConfirm={async () => {
          if (asked !== undefined) await revokeToken(asked.id);
          await queries.invalidateQueries({ queryKey: tokensQuery.queryKey });
        }}
      />
    </>
  );
}

function TokenRow({ token, onRevoke }: { readonly token: TokenView; readonly onRevoke: () => void }) {
  const { person, name, role, groups, state, lastUsedAt, expiresAt } = token;
  const isActive = state === 'active';
  return (
    <Table.Tr c={isActive ? undefined : 'dimmed'}>
      <Table.Td fw={isActive ? 600 : undefined}>{person}</Table.Td>
      <Table.Td>{name}</Table.Td>
      <Table.Td>
        <Group gap={6}>
          <Text size="sm">{role}</Text>
          {groups?.map((group) => (
            <Badge key={group} variant="default" tt="none" fw={500}>
              {group}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>{lastUsedAt === undefined ? 'never' : <Ago time={lastUsedAt} />}</Table.Td>
      <Table.Td>
        {isActive ? (
          expiresAt === undefined ? (
            'when revoked'
          ) : (
            <LocalTime time={expiresAt} />
          )
        ) : (
          <Badge variant="light" color={colours[state]} tt="none">
            {state}
          </Badge>
        )}
      </Table.Td>
      <Table.Td ta="right">
        {isActive && (
          <Button variant="subtle" color="red" size="compact-sm" onClick={onRevoke}>
            Revoke
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
