import { Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { logIn } from '../../api/access.js';
import { ErrorNote } from '../../components/error-note.js';
import logo from '../../flotilla.svg';

/** Stands in the place of every page until one has shown a token; the address stays, so that one goes on where one was. */
export function LoginPage() {
  const [token, setToken] = useState('');
  const queries = useQueryClient();
  const enter = useMutation({
    mutationKey: ['session'],
    mutationFn: () => logIn(token),
    // What was asked for before was asked by nobody.
    onSuccess: () => queries.resetQueries(),
  });
  useEffect(() => {
    document.title = 'Log in · Flotilla';
  }, []);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper w={400} maw="100%" p="xl" withBorder>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            enter.mutate();
          }}
        >
          <Stack gap="lg">
            <Stack gap={6} align="center">
              <img src={logo} width={44} height={44} alt="" />
              <Title order={1} size="h2">
                Log in to Flotilla
              </Title>
            </Stack>
            <PasswordInput
              label="Your token"
              description="It begins with flotilla_t_. An admin makes one for you."
              autoComplete="current-password"
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
              spellCheck={false}
              required
              autoFocus
            />
            <ErrorNote error={enter.error} />
            <Button type="submit" loading={enter.isPending} fullWidth>
              Log in
            </Button>
            <Text size="xs" c="dimmed">
              This browser is logged in for 12 hours, and keeps no copy of the token.
            </Text>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
