import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './request.js';

const isWorthRetrying = (error: Error): boolean =>
  !(error instanceof ApiError) || error.status === 0 || error.status === 503;

// Whoever is told to log in by any answer is shown the login: the session is asked for again, and refused.
const onRefusal = (error: Error, key: readonly unknown[] = []): void => {
  const mustLogIn = error instanceof ApiError && error.status === 401;
  if (mustLogIn && key[0] !== 'session') void queryClient.invalidateQueries({ queryKey: ['session'] });
};

/** A refusal is final; no answer is asked for again a few times, and by the polling after that. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error, { queryKey }) => onRefusal(error, queryKey) }),
  mutationCache: new MutationCache({
    onError: (error, _given, _made, { options }) => onRefusal(error, options.mutationKey),
  }),
  defaultOptions: {
    queries: { retry: (count, error) => count < 2 && isWorthRetrying(error), staleTime: 1000, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});
