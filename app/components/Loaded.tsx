import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemMessage } from './ProblemMessage.tsx';
import { Skeleton } from './Skeleton.tsx';

/** What a query found; its shape while it loads, its problem when it failed. */
export function Loaded<Data>({
  query,
  shape = <Skeleton height={44} count={4} />,
  children,
}: {
  query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>;
  shape?: ReactNode;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />;
  return shape;
}
