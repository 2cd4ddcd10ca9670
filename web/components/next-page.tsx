import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';

interface Pages {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** The button below a list that brings its next page; nothing where there is none. */
export function NextPage({ of: pages, children }: { readonly of: Pages; readonly children: ReactNode }) {
  if (!pages.hasNextPage) return undefined;
  return (
    <Group justify="center">
      <Button variant="default" onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage}>
        {children}
      </Button>
    </Group>
  );
}
