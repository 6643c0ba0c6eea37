import type { DataTag, QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Puts what a change was answered with on screen, and reads it again. Answers come in any order: a reading that was
 * asked for before the change would bring back what was, and this answer may itself be older than what was read since.
 */
export function renew<Data>(
  client: QueryClient,
  queryKey: DataTag<QueryKey, Data, Error>,
  answer: NoInfer<Data>,
): void {
  client.setQueryData<Data>(queryKey, answer);
  void client.invalidateQueries({ queryKey, exact: true });
}
