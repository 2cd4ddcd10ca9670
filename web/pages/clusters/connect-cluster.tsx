import { Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { createCluster } from '../../api/clusters.js';
import { discoveryQuery } from '../../api/connections.js';
import { versionQuery } from '../../api/system.js';
import { ApiError, fieldError, fieldErrors } from '../../api/request.js';
import type { EngineKind } from '../../../domain/cluster.js';
import { engineExamples } from '../../../domain/engine-examples.js';
import { Name } from '../../../domain/contract/basics.js';
import { DialogButtons } from '../../components/dialog-buttons.js';
import { ErrorNote } from '../../components/error-note.js';
import { LimitFields, type LimitValues, limitsOf } from './limit-fields.js';

const noLimits: LimitValues = { slots: 4, cpu: '', memoryMiB: '', gpu: '' };

/** Connects another place that runs things. */
export function ConnectCluster() {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [name, setName] = useState('');
  const { data: version } = useQuery(versionQuery);
  const [chosen, setChosen] = useState<EngineKind>();
  const [settings, setSettings] = useState('');
  const [limits, setLimits] = useState(noLimits);
  const kinds = version?.engines ?? [];
  const kind = chosen ?? kinds[0] ?? 'process';
  const queries = useQueryClient();
  const navigate = useNavigate();
  const connect = useMutation({
    mutationFn: async () => {
      const checked = Name.safeParse(name);
      if (!checked.success) throw fieldError('name', checked.error.issues[0]?.message ?? 'give it a name');
      return createCluster(name, { engine: { ...readSettings(settings, kind), kind }, limits: limitsOf(limits) });
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
                data={kinds}
                value={kind}
                onChange={(event) => setChosen(event.currentTarget.value as EngineKind)} /* one of the options */
              />
            </Group>
            <Textarea
              label="Settings"
              description="Of this kind, as YAML; often none are needed"
              placeholder={exampleOf(kind)}
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

const exampleOf = (kind: EngineKind): string => {
  const example = engineExamples[kind];
  return example === undefined ? '' : stringify(example).trim();
};

function readSettings(text: string, kind: EngineKind): Record<string, unknown> {
  if (text.trim() === '') return {};
  const settings = z.record(z.string(), z.unknown()).safeParse(parse(text));
  if (!settings.success) {
    const [line] = (exampleOf(kind) || 'name: value').split('\n');
    throw new ApiError(`Write the settings as YAML, like \`${line ?? ''}\`.`, 0, 'malformed');
  }
  return settings.data;
}
