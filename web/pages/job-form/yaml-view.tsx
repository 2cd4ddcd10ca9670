import { Alert, List, Text, Textarea } from '@mantine/core';

interface Props {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly errors: Readonly<Record<string, string>>;
}

/** The job as its document, with what is wrong with it below. */
export function YamlView({ text, onChange, errors }: Props) {
  const list = Object.entries(errors);
  return (
    <>
      <Textarea
        aria-label="The job as YAML"
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        autosize
        minRows={16}
        maxRows={40}
        spellCheck={false}
        classNames={{ input: 'mono' }}
      />
      {list.length === 0 ? (
        <Text size="xs" c="dimmed" mt="xs" role="status">
          This is a whole job. <code>flotilla apply -f</code> takes the same document.
        </Text>
      ) : (
        <Alert color="red" mt="sm" role="alert" title="Not a job yet">
          <List size="sm">
            {list.map(([path, message]) => (
              <List.Item key={path}>
                {path !== '' && <b>{path}: </b>}
                {message}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </>
  );
}
