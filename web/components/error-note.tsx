import { Alert, List, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { ApiError } from '../api/request.js';

/** What went wrong, in place: the sentence, and each field that the server named. */
export function ErrorNote({ error, title }: { readonly error: Error | null; readonly title?: string }) {
  if (error === null) return null;
  const fields = error instanceof ApiError ? error.errors : [];
  return (
    <Alert color="red" icon={<IconAlertCircle aria-hidden />} title={title} role="alert">
      <Text size="sm">{error.message}</Text>
      {fields.length > 0 && !fields.every(({ message }) => error.message.includes(message)) && (
        <List size="sm" mt="xs">
          {fields.map(({ path, message }) => (
            <List.Item key={`${path} ${message}`}>
              <b>{path}</b>: {message}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
