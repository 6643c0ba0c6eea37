const USUAL_MS = 60_000;
const SOONEST_MS = 2_000;

/**
 * Until something is looked at again: at the first of the moments at which it changes by itself, so that nothing past
 * is on show as to come; at least once a minute, whatever the clocks say, and not more often than every two seconds.
 *
 * @param moments as ISO 8601 by the server's clock; null: it changes at no known one
 * @param underWay it may change at any moment: it is looked at again as soon as may be
 * @returns milliseconds from now
 */
export function nextLookMs(moments: readonly (string | null)[], underWay = false): number {
  if (underWay) return SOONEST_MS;
  const waits = moments.map((at) => (at === null ? USUAL_MS : Date.parse(at) - Date.now()));
  return Math.max(SOONEST_MS, Math.min(USUAL_MS, ...waits));
}
