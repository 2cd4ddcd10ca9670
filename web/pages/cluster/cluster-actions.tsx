import { Button } from '@mantine/core';
import { IconDroplet, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { steerCluster } from '../../api/clusters.js';
import type { ClusterView } from '../../../domain/contract/clusters.js';
import { AskReason } from '../../components/ask-reason.js';
import { EditLimits } from './edit-limits.js';

const verbs = {
  pause: {
    label: 'Pause',
    Icon: IconPlayerPause,
    explanation: 'New runs are accepted and wait. What runs goes on.',
    from: ['active', 'draining'],
  },
  drain: {
    label: 'Drain',
    Icon: IconDroplet,
    explanation: 'New runs are refused. What was accepted is worked off.',
    from: ['active', 'paused'],
  },
  resume: {
    label: 'Resume',
    Icon: IconPlayerPlay,
    explanation: 'It takes runs again, and those that wait get their turn.',
    from: ['paused', 'draining'],
  },
} satisfies Record<
  string,
  { label: string; Icon: typeof IconDroplet; explanation: string; from: readonly ClusterView['status'][] }
>;
type Verb = keyof typeof verbs;

/** What an operator can do with a cluster now. */
export function ClusterActions({ cluster }: { readonly cluster: ClusterView }) {
  const [asked, setAsked] = useState<Verb>('pause');
  const [isAsking, setAsking] = useState(false);
  const queries = useQueryClient();
  const possible = (Object.keys(verbs) as Verb[]).filter((verb) =>
    (verbs[verb].from as readonly string[]).includes(cluster.status),
  ); // keys of the literal
  return (
    <>
      <EditLimits cluster={cluster} />
      {possible.map((verb) => {
        const { label, Icon } = verbs[verb];
        return (
          <Button
            key={verb}
            variant={verb === 'resume' ? 'filled' : 'default'}
            leftSection={<Icon size={16} aria-hidden />}
            onClick={() => {
              setAsked(verb);
              setAsking(true);
            }}
          >
            {label}
          </Button>
        );
      })}
      <AskReason
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={`${verbs[asked].label} ${cluster.name}?`}
        explanation={verbs[asked].explanation}
        confirm={verbs[asked].label}
        onConfirm={async (reason) => {
          await steerCluster(cluster.name, asked, reason);
          await queries.invalidateQueries({ queryKey: ['clusters'] });
        }}
      />
    </>
  );
}
