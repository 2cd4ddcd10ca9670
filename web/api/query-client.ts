import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './request.js';

const isWorthRetrying = (error: Error): boolean =>
  !(error instanceof ApiError) || error.status === 0 || error.status === 503;

/** A refusal is final; no answer is asked for again a few times, and by the polling after that. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: (count, error) => count < 2 && isWorthRetrying(error), staleTime: 1000, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});
