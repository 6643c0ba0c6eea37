import { hashKey, matchQuery, type QueryClient, type QueryKey } from '@tanstack/react-query';

const SHORTEST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4_000;

/**
 * Fetches what became stale, many changes at once: a batch of hundreds of versions tells of each, and each
 * of its readers would ask again for each. The first change is fetched after 250 ms; while changes keep
 * coming the wait doubles, up to 4 s. A fetch under way is not aborted: what changed meanwhile is fetched
 * once more after it.
 */
export class Refetcher {
  readonly #client: QueryClient;
  readonly #stale = new Map<string, QueryKey>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitMs = SHORTEST_WAIT_MS;

  constructor(client: QueryClient) {
    this.#client = client;
  }

  /** Marks every query whose key begins with one of these; the empty key means all of them. */
  add(keys: QueryKey[]): void {
    for (const key of keys) this.#stale.set(hashKey(key), key);
    if (this.#stale.size > 0) this.#timer ??= setTimeout(this.#flush, this.#waitMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#stale.clear();
  }

  readonly #flush = () => {
    this.#timer = undefined;
    const keys = [...this.#stale.values()];
    this.#stale.clear();
    if (keys.length === 0) {
      this.#waitMs = SHORTEST_WAIT_MS;
      return;
    }
    const isStale = (query: Parameters<typeof matchQuery>[1]) =>
      keys.some((queryKey) => matchQuery({ queryKey }, query));
    for (const query of this.#client.getQueryCache().findAll({ predicate: isStale, fetchStatus: 'fetching' }))
      this.#stale.set(query.queryHash, query.queryKey);
    void this.#client.invalidateQueries(
      { predicate: isStale, fetchStatus: 'idle' },
      { cancelRefetch: false },
    );
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
    // Looks again even when nothing is left, so that the wait is short again once it is quiet.
    this.#timer = setTimeout(this.#flush, this.#waitMs);
  };
}
