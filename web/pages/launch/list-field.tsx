import { MultiSelect, TagsInput } from '@mantine/core';
import { jsonText } from '../../../domain/json-text.js';
import { isSchema, itemKind, type Json, type ParameterRow, valueOf } from '../job-form/parameter-row.js';

interface Props {
  readonly row: ParameterRow;
  /** The list as JSON; empty while nothing is given. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  readonly description: string | undefined;
  readonly withAsterisk: boolean;
  readonly error: string | undefined;
}

/** A list of texts or numbers, one value after the other. */
export function ListField({ row, value, onChange, ...shared }: Props) {
  const kind = itemKind(row.rest) ?? 'text';
  const items = itemsOf(value);
  const change = (texts: readonly string[]) => {
    // To take everything out of a list that has a default is a value as well.
    if (texts.length === 0 && row.standard === '') onChange('');
    else onChange(JSON.stringify(texts.map((text) => valueOf(kind, text))));
  };
  if (kind === 'choice')
    return (
      <MultiSelect
        {...shared}
        placeholder={items.length === 0 ? 'Choose' : undefined}
        data={choicesOf(row.rest['items'])}
        value={items}
        onChange={change}
        clearable
      />
    );
  return (
    <TagsInput
      {...shared}
      placeholder={items.length === 0 ? 'Type a value, press Enter' : undefined}
      value={items}
      onChange={change}
      allowDuplicates={row.rest['uniqueItems'] !== true}
      acceptValueOnBlur
      clearable
    />
  );
}

function itemsOf(value: string): string[] {
  const list = value === '' ? [] : valueOf('list', value);
  return Array.isArray(list) ? list.map(jsonText) : [];
}

function choicesOf(items: Json | undefined): string[] {
  const choices = isSchema(items) ? items['enum'] : [];
  return Array.isArray(choices) ? choices.filter((choice) => typeof choice === 'string') : [];
}
