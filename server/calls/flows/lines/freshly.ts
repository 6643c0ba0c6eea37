/** What is known of something that can change, and how sure it is. */
interface Known<Value> {
  value: Value;
  checkedAt: number;
}

export interface Freshly<Value> {
  get(key: string): Promise<Value>;
  /** What is known is wrong: it answers no more, whatever fails. */
  forget(matches: (key: string) => boolean): void;
}

/**
 * Values that are believed for `freshMs` and read anew then; while reading fails, what was known answers for
 * `staleMs`. At most `most` of them; whoever asks meanwhile shares one reading.
 */
export function freshly<Value>({
  read,
  freshMs,
  staleMs,
  most,
  now = () => performance.now(),
}: {
  read(key: string): Promise<Value>;
  freshMs: number;
  staleMs: number;
  most: number;
  now?(): number;
}): Freshly<Value> {
  const known = new Map<string, Known<Value>>();
  const reading = new Map<string, Promise<Value>>();

  function load(key: string): Promise<Value> {
    const startedAt = now();
    const promise: Promise<Value> = read(key).then(
      (value) => {
        // Forgotten meanwhile: what was read may be what was true before.
        if (reading.get(key) === promise) {
          reading.delete(key);
          known.delete(key);
          known.set(key, { value, checkedAt: startedAt });
          if (known.size > most) known.delete(known.keys().next().value!);
        }
        return value;
      },
      (error: unknown) => {
        if (reading.get(key) === promise) reading.delete(key);
        const last = known.get(key);
        if (last && startedAt - last.checkedAt < staleMs) return last.value;
        throw error;
      },
    );
    reading.set(key, promise);
    return promise;
  }

  return {
    async get(key) {
      const last = known.get(key);
      if (last && now() - last.checkedAt < freshMs) return last.value;
      return reading.get(key) ?? load(key);
    },
    forget(matches) {
      for (const map of [known, reading])
        for (const key of [...map.keys()]) if (matches(key)) map.delete(key);
    },
  };
}
