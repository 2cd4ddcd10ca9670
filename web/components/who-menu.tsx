import { Button, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconLogout } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { logOut } from '../api/access.js';
import type { SessionView } from '../../domain/contract/access.js';

/** Who one is, what one may do, and the way out. */
export function WhoMenu({ session }: { readonly session: SessionView }) {
  const queries = useQueryClient();
  const leave = useMutation({ mutationFn: logOut, onSuccess: () => queries.resetQueries() });
  const { access, person, role, groups, token } = session;
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={`You are ${person}`}
        >
          {person}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {access === 'open' ? (
            'Nobody has to log in here: whoever reaches this server may do everything.'
          ) : (
            <>
              <Text size="sm" c="var(--mantine-color-text)" fw={600}>
                {role}
                {groups === undefined ? '' : ` for ${groups.join(', ')}`}
              </Text>
              {token !== undefined && `with the token “${token.name}”`}
            </>
          )}
        </Menu.Label>
        {access === 'tokens' && (
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => leave.mutate()}>
            Log out
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
