import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../log.ts';

/**
 * Does `work` now and again `everyMs` after it ended, until stopped; a failure is logged under `name` and tried
 * again the next time. Returns what stops it, which waits for work under way.
 */
export function repeatedly(
  name: string,
  everyMs: number,
  work: () => Promise<unknown>,
  log: Logger,
): () => Promise<void> {
  const stopping = new AbortController();
  const life = (async () => {
    while (!stopping.signal.aborted) {
      await work().catch((err: unknown) => log.warn({ err, upkeep: name }, 'upkeep failed'));
      await delay(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    stopping.abort();
    await life;
  };
}
