import { Group, Paper, Stack, Text, type MantineColor } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Props {
  readonly colour: MantineColor;
  readonly Icon: TablerIcon;
  readonly title: string;
  readonly label: string;
  readonly children: ReactNode;
}

/** Something one should read first: a coloured edge, a sentence, and what belongs to it. */
export function NoteCard({ colour, Icon, title, label, children }: Props) {
  return (
    <Paper
      component="section"
      aria-label={label}
      p="md"
      style={{ borderInlineStart: `4px solid var(--mantine-color-${colour}-6)` }}
    >
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Icon size={20} aria-hidden color={`var(--mantine-color-${colour}-6)`} style={{ flex: 'none', marginTop: 1 }} />
        <Stack gap="sm" flex={1} miw={0}>
          <Text fw={600}>{title}</Text>
          {children}
        </Stack>
      </Group>
    </Paper>
  );
}
