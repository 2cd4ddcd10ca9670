import { Button, Group, Text } from '@mantine/core';

interface Props {
  readonly first: number;
  readonly count: number;
  readonly total: number;
  readonly size: number;
  readonly onGo: (line: number) => void;
}

/** For a log that is longer than a browser can scroll: which part of it is shown, and the way to the others. */
export function LogStretch({ first, count, total, size, onGo }: Props) {
  return (
    <Group gap="xs" px="sm" py={4} justify="center">
      <Button size="compact-xs" variant="default" disabled={first === 0} onClick={() => onGo(first - size + 1)}>
        Earlier
      </Button>
      <Text size="xs" c="dimmed">
        Lines {(first + 1).toLocaleString()} to {(first + count).toLocaleString()} of {total.toLocaleString()}
      </Text>
      <Button
        size="compact-xs"
        variant="default"
        disabled={first + count >= total}
        onClick={() => onGo(first + size + 1)}
      >
        Later
      </Button>
    </Group>
  );
}
