import type { Sample } from '../runs/soak.ts';

const NAMES = {
  residentBytes: 'process_resident_memory_bytes',
  heapBytes: 'nodejs_heap_size_used_bytes',
  handles: 'nodejs_active_handles_total',
  eventLoopP99Ms: 'nodejs_eventloop_lag_p99_seconds',
} as const;

/** What a program says of its own process under /metrics; null where it does not. */
export async function processSample(
  url: string,
  key: string | null,
): Promise<Omit<Sample, 'atMs' | 'live'> | null> {
  const response = await fetch(`${url.replace(/\/$/, '')}/metrics`, {
    headers: key ? { authorization: `Bearer ${key}` } : {},
  }).catch(() => null);
  if (!response?.ok) return null;
  const text = await response.text();
  const value = (name: string) =>
    Number(new RegExp(`^${name}(?:\\{[^}]*\\})? ([\\d.e+-]+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return {
    residentBytes: value(NAMES.residentBytes),
    heapBytes: value(NAMES.heapBytes),
    handles: value(NAMES.handles),
    eventLoopP99Ms: value(NAMES.eventLoopP99Ms) * 1000,
  };
}
