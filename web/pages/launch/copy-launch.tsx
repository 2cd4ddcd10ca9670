import { Group } from '@mantine/core';
import { CopyWords } from '../../components/copy.js';
import { stringifySearch } from '../../search-params.js';
import { asCurl, asFlotilla } from './as-commands.js';
import type { LaunchSearch } from './launch-search.js';
import type { Edits } from './launch-values.js';

interface Props {
  readonly path: string;
  readonly body: object;
  readonly verb: string;
  readonly edits: Edits;
  readonly search: LaunchSearch | undefined;
}

/** The same launch for a terminal, a script, or somebody else. */
export function CopyLaunch({ path, body, verb, edits, search }: Props) {
  const { origin, pathname } = window.location;
  return (
    <Group gap="xs">
      <CopyWords label="Copy for the command line" value={asFlotilla(verb, edits)} />
      <CopyWords label="Copy as curl" value={asCurl(`${origin}/api${path}`, body)} />
      {search !== undefined && <CopyWords label="Copy link" value={`${origin}${pathname}${stringifySearch(search)}`} />}
    </Group>
  );
}
