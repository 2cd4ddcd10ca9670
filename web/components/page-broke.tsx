import { Button, Code, Container, EmptyState } from '@mantine/core';
import { IconMoodSad } from '@tabler/icons-react';
import type { ErrorComponentProps } from '@tanstack/react-router';

/** A fault of the page itself; nothing that runs is touched by it. */
export function PageBroke({ error }: ErrorComponentProps) {
  return (
    <Container size="sm" py="xl" role="alert">
      <EmptyState
        icon={<IconMoodSad size={40} aria-hidden />}
        title="This page has made a mistake"
        description="Nothing that runs is touched by it. Reloading usually helps."
      >
        <Code block>{error instanceof Error ? error.message : String(error)}</Code>
        <EmptyState.Actions>
          <Button onClick={() => window.location.reload()}>Reload</Button>
        </EmptyState.Actions>
      </EmptyState>
    </Container>
  );
}
