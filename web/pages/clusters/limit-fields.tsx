import { NumberInput, SimpleGrid } from '@mantine/core';
import { type Dimension, dimensions, type Limits } from '../../../domain/resources.js';
import { dimensionNames } from '../../words/dimension-names.js';

export type LimitValues = { readonly [D in Dimension]: number | string };

const steps = { slots: 1, cpu: 1, memoryMiB: 1024, gpu: 1 } satisfies Record<Dimension, number>;

/** A cluster's limits; an empty field is no limit. */
export function LimitFields({
  values,
  onChange,
}: {
  readonly values: LimitValues;
  readonly onChange: (values: LimitValues) => void;
}) {
  return (
    <SimpleGrid cols={2}>
      {dimensions.map((dimension) => (
        <NumberInput
          key={dimension}
          label={dimensionNames[dimension]}
          placeholder="no limit"
          value={values[dimension]}
          onChange={(value) => onChange({ ...values, [dimension]: value })}
          min={0}
          step={steps[dimension]}
          allowDecimal={dimension === 'cpu'}
          suffix={dimension === 'memoryMiB' ? ' MiB' : ''}
        />
      ))}
    </SimpleGrid>
  );
}

export const limitsOf = (values: LimitValues): Limits =>
  Object.fromEntries(
    dimensions.flatMap((dimension) => (values[dimension] === '' ? [] : [[dimension, Number(values[dimension])]])),
  );
