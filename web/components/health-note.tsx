import { Container, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../api/request.js';
import { healthQuery } from '../api/system.js';

/** One line under the header while something is not as it should be; nothing when all is well. */
export function HealthNote() {
  const { data: health, error } = useQuery(healthQuery);
  if (error instanceof ApiError && error.status === 0)
    return (
      <Note warns>Flotilla does not answer. What you see may be old; the page goes on by itself once it is back.</Note>
    );
  if (error !== null || health?.mongodb.ok === false)
    return (
      <Note warns>The database is away: nothing can be launched or looked up now. Runs that are going on go on.</Note>
    );
  if (health === undefined) return null;
  if (!health.temporal.ok)
    return <Note warns>Temporal is away: runs are accepted and wait, and start by themselves once it is back.</Note>;
  const away = health.clusters.filter(({ ok }) => !ok);
  if (away.length > 0) return <Note warns>{away.map(({ name, message }) => `${name}: ${message}`).join(' · ')}</Note>;
  if (health.mongodb.standIn)
    return <Note>A stand-in for MongoDB keeps the data: for trying things out, not for production.</Note>;
  return null;
}

function Note({ children, warns = false }: { readonly children: ReactNode; readonly warns?: boolean }) {
  const Icon = warns ? IconAlertTriangle : IconInfoCircle;
  const colour = warns ? 'orange' : 'gray';
  return (
    <div role="status" style={{ background: `var(--mantine-color-${colour}-light)` }}>
      <Container size="xl" py={6}>
        <Group
          gap={8}
          wrap="nowrap"
          align="flex-start"
          c={warns ? `var(--mantine-color-orange-light-color)` : 'dimmed'}
        >
          <Icon size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
          <Text size="sm">{children}</Text>
        </Group>
      </Container>
    </div>
  );
}
