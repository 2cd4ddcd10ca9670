import { Select } from '@mantine/core';
import type { ClusterView } from '../../../domain/contract/clusters.js';

interface Props {
  readonly clusters: readonly ClusterView[];
  readonly value: string | null;
  readonly onChange: (name: string | null) => void;
  readonly error: string | undefined;
}

/** Where it runs, with how full each place is. */
export function ClusterField({ clusters, value, onChange, error }: Props) {
  const chosen = clusters.find(({ name }) => name === value);
  const names = clusters.map(({ name, status }) => ({
    value: name,
    label: status === 'active' ? name : `${name} (${status})`,
  }));
  return (
    <Select
      label="Cluster"
      placeholder="Choose one"
      data={value === null || chosen !== undefined ? names : [...names, { value, label: value }]}
      value={value}
      onChange={onChange}
      error={error}
      description={chosen === undefined ? 'Where it runs' : clusterWords(chosen)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      allowDeselect={false}
    />
  );
}

function clusterWords({ held, waiting, limits, engine }: ClusterView): string {
  const slots = limits.slots === undefined ? `${held} running` : `${held} of ${limits.slots} slots in use`;
  return `${engine.kind} · ${slots}${waiting === 0 ? '' : ` · ${waiting} waiting`}`;
}
