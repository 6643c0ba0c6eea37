import type { Voice } from '../../../shared/api/voices.ts';

const FRESH_MS = 10 * 60_000;
/** After a failure the engine is not asked again for this long. */
const RETRY_MS = 15_000;

export interface VoiceList {
  /**
   * The voices as last listed, asked for anew behind the scenes when they are old. Waits only while none are known
   * yet, and throws what listing throws.
   */
  voices(): Promise<readonly Voice[]>;
  /** Lists anew with the next call, after a voice was made or removed. */
  forget(): void;
  /** Ends what is under way. */
  close(): void;
}

/** Remembers what `list` gives, with one request at a time; the last known list is kept while the engine is down. */
export function rememberVoices(
  list: (signal: AbortSignal) => Promise<readonly Voice[]>,
  { freshMs = FRESH_MS, retryMs = RETRY_MS, now = Date.now } = {},
): VoiceList {
  const closing = new AbortController();
  let known: readonly Voice[] | undefined;
  let failure: unknown;
  let askAgainAt = 0;
  let running: Promise<readonly Voice[]> | undefined;

  function refresh(): Promise<readonly Voice[]> {
    running ??= list(closing.signal)
      .then(
        (voices) => {
          known = voices;
          failure = undefined;
          askAgainAt = now() + freshMs;
          return voices;
        },
        (error: unknown) => {
          failure = error;
          askAgainAt = now() + retryMs;
          throw error;
        },
      )
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  return {
    async voices() {
      const due = now() >= askAgainAt && !closing.signal.aborted;
      if (known) {
        // The old list serves meanwhile; a failure is known by the time after which it is asked for again.
        if (due) refresh().catch(() => undefined);
        return known;
      }
      if (!due && !running && failure !== undefined) throw failure;
      return refresh();
    },
    forget() {
      askAgainAt = 0;
      known = undefined;
    },
    close: () => closing.abort(new Error('The engine is closed.')),
  };
}
