import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './request.js';

const isWorthRetrying = (error: Error): boolean =>
  !(error instanceof ApiError) || error.status === 0 || error.status === 503;

// Whoever is told to log in by any answer is shown the login: the session is asked for again, and refused.
const onError = (error: Error, query: { readonly queryKey: readonly unknown[] }): void => {
  const mustLogIn = error instanceof ApiError && error.status === 401;
  if (mustLogIn && query.queryKey[0] !== 'session') void queryClient.invalidateQueries({ queryKey: ['session'] });
};

/** A refusal is final; no answer is asked for again a few times, and by the polling after that. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  defaultOptions: {
    queries: { retry: (count, error) => count < 2 && isWorthRetrying(error), staleTime: 1000, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});
