import { Group, Stack, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

interface Props {
  readonly title: ReactNode;
  /** For the browser's tab; else the title, when it is a text. */
  readonly tab?: string | undefined;
  readonly above?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Every page: a heading, what one can do here, and what there is. */
export function PageFrame({ title, tab, above, actions, children }: Props) {
  const tabTitle = tab ?? (typeof title === 'string' ? title : undefined);
  useEffect(() => {
    document.title = tabTitle === undefined ? 'Flotilla' : `${tabTitle} · Flotilla`;
  }, [tabTitle]);
  return (
    <Stack gap="lg">
      <Stack gap={6}>
        {above}
        <Group justify="space-between" align="center" gap="sm">
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {actions !== undefined && <Group gap="xs">{actions}</Group>}
        </Group>
      </Stack>
      {children}
    </Stack>
  );
}
