/** Milliseconds as a person reads them: `0:07.4`, `12:03.0`, `1:02:03.0`. */
export function formatDuration(durationMs: number): string {
  const tenths = Math.round(Math.max(0, durationMs) / 100);
  const seconds = Math.floor(tenths / 10);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const tail = `${String(seconds % 60).padStart(2, '0')}.${tenths % 10}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** The same in words, for screen readers: `1 minute 7.4 seconds`. */
export function spokenDuration(durationMs: number): string {
  const tenths = Math.round(Math.max(0, durationMs) / 100);
  const minutes = Math.floor(tenths / 600);
  const seconds = `${(tenths % 600) / 10} seconds`;
  return minutes > 0 ? `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${seconds}` : seconds;
}
