import { LRUCache } from 'lru-cache';

/** How long a change may go unnoticed where no event tells of it. */
const REMEMBER_MS = 10_000;
const WORKSPACES = 2_000;

/** What is loaded by workspace, remembered for some seconds; a failed load is not. */
export interface Remembered<Value> {
  of(workspaceId: string): Promise<Value>;
  /** Null: what is known of all of them. */
  forget(workspaceId: string | null): void;
}

export function remembered<Value>(load: (workspaceId: string) => Promise<Value>): Remembered<Value> {
  const known = new LRUCache<string, Promise<Value>>({ max: WORKSPACES, ttl: REMEMBER_MS });
  return {
    of(workspaceId) {
      const before = known.get(workspaceId);
      if (before) return before;
      const loading = load(workspaceId);
      known.set(workspaceId, loading);
      loading.catch(() => {
        if (known.peek(workspaceId) === loading) known.delete(workspaceId);
      });
      return loading;
    },
    forget(workspaceId) {
      if (workspaceId === null) known.clear();
      else known.delete(workspaceId);
    },
  };
}
