import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../api/access.js';
import { NoteCard } from '../../components/note-card.js';
import { ForRole } from '../../components/for-role.js';
import { PageFrame } from '../../components/page-frame.js';
import { useMay } from '../../components/use-may.js';
import { IconLockOpen } from '@tabler/icons-react';
import { CreateToken } from './create-token.js';
import { TokensTable } from './tokens-table.js';

/** What an admin sets for all. */
export function SettingsPage() {
  const may = useMay();
  const { data: session } = useQuery(sessionQuery);
  return (
    <PageFrame title="Settings" actions={may('admin') && <CreateToken />}>
      <ForRole role="admin">
        {session?.access === 'open' && (
          <NoteCard colour="blue" Icon={IconLockOpen} title="Nobody has to log in here yet" label="Access">
            <Text size="sm">
              Whoever reaches this server may do everything, so it listens on this machine only. Tokens count once it is
              started with <code>FLOTILLA_ACCESS=tokens</code>.
            </Text>
          </NoteCard>
        )}
        <Stack gap="sm" component="section" aria-labelledby="tokens">
          <Title order={2} size="h3" id="tokens">
            Tokens
          </Title>
          <Text size="sm" c="dimmed">
            Each is for one person or program, who owns the runs that are launched with it.
          </Text>
          <TokensTable />
        </Stack>
      </ForRole>
    </PageFrame>
  );
}
