import { Anchor, Button } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

/** Mantine's looks with the router's addresses: both are ordinary links, and open in a new tab like any other. */
export const ButtonLink = createLink((props: ComponentProps<typeof Button<'a'>>) => (
  <Button {...props} component="a" />
));
export const TextLink = createLink(Anchor<'a'>);
