import { Button, Group, type MantineColor } from '@mantine/core';

interface Props {
  /** What is done, in a word or two. */
  readonly deed: string;
  readonly colour?: MantineColor | undefined;
  readonly isBusy: boolean;
  readonly isDisabled?: boolean;
  readonly onLeave: () => void;
}

/** How every dialog ends: the way out, and the deed, which submits its form. */
export function DialogButtons({ deed, colour, isBusy, isDisabled = false, onLeave }: Props) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onLeave}>
        Leave it
      </Button>
      <Button type="submit" color={colour} loading={isBusy} disabled={isDisabled}>
        {deed}
      </Button>
    </Group>
  );
}
