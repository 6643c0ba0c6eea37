import { useSyncExternalStore } from 'react';
import { spokenDuration } from '../../../format/duration.ts';

const listeners = new Set<() => void>();
let nowMs = Date.now();
let clock: ReturnType<typeof setInterval> | undefined;

/** One clock for all calls on the screen. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  clock ??= setInterval(() => {
    nowMs = Date.now();
    for (const notify of [...listeners]) notify();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(clock);
    clock = undefined;
  };
}

/** Whole seconds as `0:07` or `1:02:03`. */
function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** How long ago something began, by the second; until `toMs`, where it is over. */
export function Elapsed({ since, toMs = null }: { since: string; toMs?: number | null }) {
  const now = useSyncExternalStore(subscribe, () => nowMs);
  const ms = Math.max(0, (toMs ?? now) - new Date(since).getTime());
  return (
    <span className="tabular">
      <span aria-hidden>{clockText(ms)}</span>
      <span className="visuallyHidden">{spokenDuration(Math.floor(ms / 1000) * 1000)}</span>
    </span>
  );
}
