import { Button, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustments } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { putCluster } from '../../api/clusters.js';
import type { ClusterView } from '../../../domain/contract/clusters.js';
import { DialogButtons } from '../../components/dialog-buttons.js';
import { ErrorNote } from '../../components/error-note.js';
import { FromMachines } from './from-machines.js';
import { draftOf, queueOf } from './queue-draft.js';
import { type QueueDraft, QueueFields } from './queue-fields.js';
import { LimitFields, limitsOf, type LimitValues } from '../clusters/limit-fields.js';

/** Changes how much of a cluster may be used at a time, and who goes first; it holds from the next grant on. */
export function EditLimits({ cluster }: { readonly cluster: ClusterView }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [values, setValues] = useState<LimitValues>({ slots: '', cpu: '', memoryMiB: '', gpu: '' });
  const [queue, setQueue] = useState<QueueDraft>(() => draftOf(cluster.queue));
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      putCluster(cluster.name, {
        description: cluster.description,
        engine: cluster.engine,
        limits: limitsOf(values),
        queue: queueOf(queue),
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['clusters'] });
      close();
    },
  });
  const { slots = '', cpu = '', memoryMiB = '', gpu = '' } = cluster.limits;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconAdjustments size={16} aria-hidden />}
        onClick={() => {
          setValues({ slots, cpu, memoryMiB, gpu });
          setQueue(draftOf(cluster.queue));
          open();
        }}
      >
        Limits and queue
      </Button>
      <Modal opened={isOpen} onClose={close} title={`Limits and queue of ${cluster.name}`}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <Stack>
            <LimitFields values={values} onChange={setValues} />
            {cluster.engine.kind === 'ecs' && (
              <FromMachines cluster={cluster.name} onFound={(found) => setValues((now) => ({ ...now, ...found }))} />
            )}
            <Text size="sm" c="dimmed">
              What runs is left alone, even where it is above a new limit.
            </Text>
            <QueueFields draft={queue} onChange={setQueue} />
            <ErrorNote error={save.error} />
            <DialogButtons deed="Save" isBusy={save.isPending} onLeave={close} />
          </Stack>
        </form>
      </Modal>
    </>
  );
}
