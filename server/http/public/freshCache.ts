import { LRUCache } from 'lru-cache';

export interface FreshCache<Value> {
  /** What is known and was checked lately; undefined when it has to be loaded. */
  peek(key: string): Value | undefined;
  /** Whether anything is known, however old. */
  has(key: string): boolean;
  /** Loads or checks again; callers that come meanwhile share one load. */
  load(key: string): Promise<Value>;
  forget(key: string): void;
  forgetWhere(matches: (key: string) => boolean): void;
}

interface Options<Value> {
  /** Reads what is true now; `known` is what was true before and is returned where it still is. */
  read(key: string, known: Value | undefined): Promise<Value>;
  bytesOf(value: Value): number;
  maxBytes: number;
  /** How long a value is believed without asking: the safety net below the events that tell of changes. */
  freshMs: number;
  /** How long a known value still answers while reading fails. */
  staleOnErrorMs: number;
}

/** A bounded memory of values that can change. What is forgotten while it is being read is not kept. */
export function freshCache<Value>(options: Options<Value>): FreshCache<Value> {
  const entries = new LRUCache<string, { value: Value; checkedAt: number }>({
    max: 50_000,
    maxSize: options.maxBytes,
    sizeCalculation: ({ value }, key) => Math.max(1, options.bytesOf(value) + 2 * key.length),
  });
  const loading = new Map<string, { promise: Promise<Value> | null }>();

  async function read(key: string, isWanted: () => boolean): Promise<Value> {
    const known = entries.get(key);
    const startedAt = performance.now();
    try {
      const value = await options.read(key, known?.value);
      if (isWanted()) {
        if (known && known.value === value) known.checkedAt = startedAt;
        else entries.set(key, { value, checkedAt: startedAt });
      }
      return value;
    } catch (error) {
      if (known && startedAt - known.checkedAt < options.staleOnErrorMs && entries.has(key))
        return known.value;
      throw error;
    } finally {
      if (isWanted()) loading.delete(key);
    }
  }

  return {
    peek(key) {
      const entry = entries.get(key);
      return entry && performance.now() - entry.checkedAt < options.freshMs ? entry.value : undefined;
    },
    has: (key) => entries.has(key),
    load(key) {
      const running = loading.get(key)?.promise;
      if (running) return running;
      const attempt: { promise: Promise<Value> | null } = { promise: null };
      loading.set(key, attempt);
      const promise = read(key, () => loading.get(key) === attempt);
      attempt.promise = promise;
      return promise;
    },
    forget(key) {
      entries.delete(key);
      loading.delete(key);
    },
    forgetWhere(matches) {
      for (const key of [...entries.keys(), ...loading.keys()]) {
        if (!matches(key)) continue;
        entries.delete(key);
        loading.delete(key);
      }
    },
  };
}
