import { Alert, Button, Code, Group, Modal, NativeSelect, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createToken, tokensQuery } from '../../api/access.js';
import { type Role, roles } from '../../../domain/access.js';
import type { NewTokenView } from '../../../domain/contract/access.js';
import { CopyWords } from '../../components/copy.js';
import { DialogButtons } from '../../components/dialog-buttons.js';
import { ErrorNote } from '../../components/error-note.js';

const DAY = 86_400;
const ends = [
  { label: 'in 30 days', value: String(30 * DAY) },
  { label: 'in 90 days', value: String(90 * DAY) },
  { label: 'in a year', value: String(365 * DAY) },
  { label: 'when it is revoked', value: '' },
];

const means = {
  viewer: 'looks at jobs, runs, logs and clusters',
  launcher: 'also defines jobs, launches and cancels runs',
  admin: 'does everything',
} satisfies Record<Role, string>;

/** Makes a token and shows it, once. */
export function CreateToken() {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
        Create a token
      </Button>
      {isOpen && <CreateTokenDialog onClose={close} />}
    </>
  );
}

function CreateTokenDialog({ onClose }: { readonly onClose: () => void }) {
  const [made, setMade] = useState<NewTokenView>();
  return (
    <Modal
      opened
      onClose={onClose}
      title={made === undefined ? 'Create a token' : `A token for ${made.person}`}
      // Nobody can read it again, so a click beside it must not take it away.
      closeOnClickOutside={made === undefined}
      closeOnEscape={made === undefined}
    >
      {made === undefined ? (
        <TokenForm onMade={setMade} onLeave={onClose} />
      ) : (
        <MadeToken made={made} onDone={onClose} />
      )}
    </Modal>
  );
}

function TokenForm({
  onMade,
  onLeave,
}: {
  readonly onMade: (made: NewTokenView) => void;
  readonly onLeave: () => void;
}) {
  const [person, setPerson] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('launcher');
  const [groups, setGroups] = useState<string[]>([]);
  const [seconds, setSeconds] = useState(String(90 * DAY));
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: () =>
      createToken({
        person,
        name,
        role,
        ...(groups.length === 0 || role === 'admin' ? {} : { groups }),
        ...(seconds === '' ? {} : { expiresInSeconds: Number(seconds) }),
      }),
    onSuccess: (token) => {
      onMade(token);
      void queries.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <Stack>
        <TextInput
          label="Person"
          description="Or program; the owner of what is launched with it"
          placeholder="ada"
          value={person}
          onChange={(event) => setPerson(event.currentTarget.value)}
          required
          data-autofocus
        />
        <TextInput
          label="For"
          description="So that you know in a year whether it is still needed"
          placeholder="nightly build"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
        />
        <NativeSelect
          label="Role"
          description={`${role}: ${means[role]}`}
          data={[...roles]}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value as Role)} /* one of the options */
        />
        {role !== 'admin' && (
          <TagsInput
            label="Groups"
            description="Whose jobs and runs it sees and touches"
            placeholder={groups.length === 0 ? 'All groups' : undefined}
            value={groups}
            onChange={setGroups}
          />
        )}
        <NativeSelect
          label="Ends"
          data={ends}
          value={seconds}
          onChange={(event) => setSeconds(event.currentTarget.value)}
        />
        <ErrorNote error={create.error} />
        <DialogButtons deed="Create" isBusy={create.isPending} onLeave={onLeave} />
      </Stack>
    </form>
  );
}

function MadeToken({ made, onDone }: { readonly made: NewTokenView; readonly onDone: () => void }) {
  return (
    <Stack>
      <Alert color="orange" title="Copy it now: it is shown this once">
        Flotilla keeps only a hash of it. Whoever has it is {made.person} here.
      </Alert>
      <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }} aria-label="The token">
        {made.token}
      </Code>
      <Text size="sm" c="dimmed">
        On the page it is for the login; on the command line for <code>flotilla login</code> or FLOTILLA_TOKEN.
      </Text>
      <Group justify="flex-end">
        <CopyWords value={made.token} label="Copy the token" />
        <Button onClick={onDone}>Done</Button>
      </Group>
    </Stack>
  );
}
