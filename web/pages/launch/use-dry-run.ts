import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { tryLaunch } from '../../api/runs.js';
import type { DryRunView, RunRequestInput } from '../../../domain/contract/runs.js';

const PAUSE_MS = 350;

export interface DryRunResult {
  readonly result: DryRunView | undefined;
  readonly error: Error | null;
  readonly isChecking: boolean;
}

/** What the server says to this launch without carrying it out; asked again once one stops typing. */
export function useDryRun(request: RunRequestInput): DryRunResult {
  const words = JSON.stringify(request);
  const [settled] = useDebouncedValue(words, PAUSE_MS);
  const { data, error, isFetching } = useQuery({
    queryKey: ['dry-run', settled],
    queryFn: () => tryLaunch(JSON.parse(settled) as RunRequestInput), // what was just written
    placeholderData: keepPreviousData,
    staleTime: 5000,
    retry: false,
  });
  return { result: error === null ? data : undefined, error, isChecking: isFetching || settled !== words };
}
