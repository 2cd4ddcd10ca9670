import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import type { DryRunView } from '../../../domain/contract/runs.js';
import type { Edits } from './launch-values.js';

const PAUSE_MS = 350;

/** What is launched: a job, or a run again. */
export interface Subject {
  /** As one would say it on the command line: `run hello`, `rerun 01K…`. */
  readonly verb: string;
  /** Of the job, where there is one: another revision makes another run of the same edits. */
  readonly revision?: number;
  /** Asks the server what would come of these edits, without carrying them out. */
  readonly attempt: (edits: Edits) => Promise<DryRunView>;
}

export interface DryRunResult {
  readonly result: DryRunView | undefined;
  readonly error: Error | null;
  readonly isChecking: boolean;
}

/** What the server says to this launch without carrying it out; asked again once one stops typing, and not without edits. */
export function useDryRun({ verb, revision, attempt }: Subject, edits: Edits | undefined): DryRunResult {
  const words = edits && JSON.stringify(edits);
  const [settled] = useDebouncedValue(words, PAUSE_MS);
  const { data, error, isFetching } = useQuery({
    queryKey: ['dry-run', verb, revision, settled],
    queryFn: settled === undefined ? skipToken : () => attempt(JSON.parse(settled) as Edits), // what was just written
    placeholderData: keepPreviousData,
    staleTime: 5000,
    retry: false,
  });
  return { result: error === null ? data : undefined, error, isChecking: isFetching || settled !== words };
}
