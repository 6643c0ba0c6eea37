import { useSyncExternalStore } from 'react';
import { formatDuration, spokenDuration } from '../format/duration.ts';
import { exactTime, relativeTime } from '../format/time.ts';

const listeners = new Set<() => void>();
let tickedAtMs = Date.now();
let clock: ReturnType<typeof setInterval> | undefined;

/** One clock for all relative times: it ticks while any is on screen. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  clock ??= setInterval(() => {
    tickedAtMs = Date.now();
    for (const notify of listeners) notify();
  }, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(clock);
    clock = undefined;
  };
}

/** A time as its distance from now, the exact one on hover. */
export function Time({ at }: { at: string }) {
  // The clock only says when to look again: what just happened must not lie in the future of its last tick.
  useSyncExternalStore(subscribe, () => tickedAtMs);
  return (
    <time dateTime={at} title={exactTime(at)}>
      {relativeTime(at, Date.now())}
    </time>
  );
}

/** A length of audio as `0:07.4`. */
export function Duration({ ms }: { ms: number }) {
  return (
    <span className="tabular">
      <span aria-hidden>{formatDuration(ms)}</span>
      <span className="visuallyHidden">{spokenDuration(ms)}</span>
    </span>
  );
}
