import { EmptyState } from '@mantine/core';
import { IconCompassOff } from '@tabler/icons-react';
import { ButtonLink } from './button-link.js';

/** An address that leads nowhere. */
export function NothingHere() {
  return (
    <EmptyState
      py="xl"
      icon={<IconCompassOff size={36} aria-hidden />}
      title="There is nothing here"
      description="The address may be mistyped, or what it led to is gone."
    >
      <EmptyState.Actions>
        <ButtonLink to="/runs">To the runs</ButtonLink>
      </EmptyState.Actions>
    </EmptyState>
  );
}
