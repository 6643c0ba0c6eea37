import { Button } from './Button.tsx';

/** Reads the next page of a list. */
export function MoreButton({
  query,
  what,
}: {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  /** What there is more of, e.g. `entries`. */
  what: string;
}) {
  if (!query.hasNextPage) return null;
  return (
    <div>
      <Button busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
        Show more {what}
      </Button>
    </div>
  );
}
