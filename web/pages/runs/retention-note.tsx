import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { versionQuery } from '../../api/system.js';

/** Tells for how long runs stay in the history; nothing where they stay for ever. */
export function RetentionNote() {
  const { data } = useQuery(versionQuery);
  if (data?.keepRunsDays === undefined) return undefined;
  const days = data.keepRunsDays === 1 ? 'a day' : `${data.keepRunsDays} days`;
  return (
    <Text size="sm" c="dimmed" ta="center">
      Runs and their logs are removed {days} after their end.
    </Text>
  );
}
