import { JsonInput, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core';
import type { ParameterRow } from '../job-form/parameter-row.js';
import { boundsWords } from './bounds-words.js';
import { ListField } from './list-field.js';

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
          error={errorOf(row.name, errors)}
        />
      ))}
    </Stack>
  );
}

/** What is wrong with a value, or with a part of it. */
const errorOf = (name: string, errors: Props['errors']): string | undefined =>
  errors[`parameters.${name}`] ?? Object.entries(errors).find(([path]) => path.startsWith(`parameters.${name}.`))?.[1];

interface FieldProps {
  readonly row: ParameterRow;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error: string | undefined;
}

function ParameterField({ row, value, onChange, error }: FieldProps) {
  const { kind, name, title, standard, choices, isOptional, rest } = row;
  const shared = {
    label: title === '' ? name : title,
    description: descriptionOf(row),
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
          step={typeof rest['multipleOf'] === 'number' ? rest['multipleOf'] : 1}
        />
      );
    case 'date':
      return (
        <TextInput {...shared} type="date" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
      );
    case 'list':
      return <ListField {...shared} row={row} value={value} onChange={onChange} />;
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

/** What it means, and what is asked of it: the server checks the same while one types. */
function descriptionOf({ name, title, rest }: ParameterRow): string | undefined {
  const described = rest['description'];
  const meaning = typeof described === 'string' ? described : title === '' ? undefined : name;
  const parts = [meaning, boundsWords(rest)].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' · ');
}
