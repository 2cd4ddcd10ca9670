import { JsonInput, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core';
import type { ParameterRow } from '../job-form/parameter-row.js';

interface Props {
  readonly rows: readonly ParameterRow[];
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (values: Readonly<Record<string, string>>) => void;
  readonly errors: Readonly<Record<string, string>>;
}

/** A field for each parameter, made from its JSON Schema. */
export function ParameterFields({ rows, values, onChange, errors }: Props) {
  if (rows.length === 0) return null;
  return (
    <Stack role="group" aria-label="Parameters">
      {rows.map((row) => (
        <ParameterField
          key={row.name}
          row={row}
          value={values[row.name] ?? ''}
          onChange={(text) => onChange({ ...values, [row.name]: text })}
          error={errors[`parameters.${row.name}`]}
        />
      ))}
    </Stack>
  );
}

interface FieldProps {
  readonly row: ParameterRow;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error: string | undefined;
}

function ParameterField({ row, value, onChange, error }: FieldProps) {
  const { kind, name, title, standard, choices, isOptional, rest } = row;
  const described = rest['description'];
  const shared = {
    label: title === '' ? name : title,
    description: typeof described === 'string' ? described : title === '' ? undefined : name,
    // An empty field is only wrong once the server has said so, but it is marked from the start.
    withAsterisk: standard === '' && !isOptional,
    error,
    placeholder: standard,
  };
  switch (kind) {
    case 'yes-no':
      return (
        <Select
          {...shared}
          data={[
            { value: 'true', label: 'yes' },
            { value: 'false', label: 'no' },
          ]}
          value={value === '' ? null : value}
          onChange={(choice) => onChange(choice ?? '')}
          clearable={isOptional}
        />
      );
    case 'choice':
      return (
        <Select
          {...shared}
          data={choices.split(',').map((choice) => choice.trim())}
          value={value === '' ? null : value}
          onChange={(choice) => onChange(choice ?? '')}
          clearable={isOptional}
        />
      );
    case 'integer':
    case 'number':
      return (
        <NumberInput
          {...shared}
          value={value}
          onChange={(amount) => onChange(String(amount))}
          allowDecimal={kind === 'number'}
        />
      );
    case 'date':
      return (
        <TextInput {...shared} type="date" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
      );
    case 'other':
      return (
        <JsonInput
          {...shared}
          value={value}
          onChange={onChange}
          validationError="This is not JSON yet"
          autosize
          minRows={2}
        />
      );
    case 'text':
      return value.includes('\n') ? (
        <Textarea {...shared} value={value} onChange={(event) => onChange(event.currentTarget.value)} autosize />
      ) : (
        <TextInput {...shared} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
      );
  }
}
