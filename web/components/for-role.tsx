import { Alert, Loader } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { includes, type Role } from '../../domain/access.js';
import { sessionQuery } from '../api/access.js';

const named = { viewer: 'a viewer', launcher: 'a launcher', admin: 'an admin' } satisfies Record<Role, string>;

/** What it holds, for those who may; whoever came by a link without being allowed to is told so, and whom to ask. */
export function ForRole({ role, children }: { readonly role: Role; readonly children: ReactNode }) {
  const { data: session } = useQuery(sessionQuery);
  if (session === undefined) return <Loader m="auto" aria-label="Asking what you may do" />;
  if (includes(session.role, role)) return children;
  return (
    <Alert color="gray" icon={<IconLock aria-hidden />} title={`Only ${named[role]} may do this`}>
      Your token is for {named[session.role]}. An admin can make you another one.
    </Alert>
  );
}
