import { Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { parse } from 'yaml';
import { z } from 'zod';
import { createCluster } from '../../api/clusters.js';
import { discoveryQuery } from '../../api/connections.js';
import { ApiError, fieldError, fieldErrors } from '../../api/request.js';
import { type EngineKind, engineKinds } from '../../../domain/cluster.js';
import { Name } from '../../../domain/contract/basics.js';
import { DialogButtons } from '../../components/dialog-buttons.js';
import { ErrorNote } from '../../components/error-note.js';
import { LimitFields, type LimitValues, limitsOf } from './limit-fields.js';

const noLimits: LimitValues = { slots: 4, cpu: '', memoryMiB: '', gpu: '' };

/** Connects another place that runs things. */
export function ConnectCluster() {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [name, setName] = useState('');
  const [kind, setKind] = useState<EngineKind>('process');
  const [settings, setSettings] = useState('');
  const [limits, setLimits] = useState(noLimits);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const connect = useMutation({
    mutationFn: async () => {
      const checked = Name.safeParse(name);
      if (!checked.success) throw fieldError('name', checked.error.issues[0]?.message ?? 'give it a name');
      return createCluster(name, { engine: { ...readSettings(settings), kind }, limits: limitsOf(limits) });
    },
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: discoveryQuery.queryKey });
      await queries.invalidateQueries({ queryKey: ['clusters'] });
      close();
      await navigate({ to: '/clusters/$name', params: { name } });
    },
  });
  return (
    <>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
        Connect a cluster
      </Button>
      <Modal opened={isOpen} onClose={close} title="Connect a cluster">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            connect.mutate();
          }}
        >
          <Stack>
            <Group grow align="flex-start">
              <TextInput
                label="Name"
                placeholder="analytics"
                required
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
                error={fieldErrors(connect.error)['name']}
                spellCheck={false}
                data-autofocus
              />
              <NativeSelect
                label="Kind"
                data={[...engineKinds]}
                value={kind}
                onChange={(event) => setKind(event.currentTarget.value as EngineKind)} /* one of the options */
              />
            </Group>
            <Textarea
              label="Settings"
              description="Of this kind, as YAML; often none are needed"
              value={settings}
              onChange={(event) => setSettings(event.currentTarget.value)}
              autosize
              minRows={2}
              spellCheck={false}
              classNames={{ input: 'mono' }}
            />
            <LimitFields values={limits} onChange={setLimits} />
            <ErrorNote error={connect.error} />
            <DialogButtons deed="Connect" isBusy={connect.isPending} onLeave={close} />
          </Stack>
        </form>
      </Modal>
    </>
  );
}

function readSettings(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  const settings = z.record(z.string(), z.unknown()).safeParse(parse(text));
  if (!settings.success)
    throw new ApiError('Write the settings as YAML, like `socket: /var/run/docker.sock`.', 0, 'malformed');
  return settings.data;
}
