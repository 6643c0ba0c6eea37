import { notifyManager, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.ts';

// What is written into the cache is drawn together with what a form sets beside it: a task later, the old would be
// shown for a moment in between, and whoever types right then would type into it.
notifyManager.setScheduler(queueMicrotask);

/** Live events say when something is stale, so nothing is fetched again just because time passed. */
export const queryClient = new QueryClient({
  defaultOptions: {
    // The browser's word on being online says nothing about an installation on the same machine or network.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && error instanceof ApiProblem && error.problem.retryable,
    },
  },
});
