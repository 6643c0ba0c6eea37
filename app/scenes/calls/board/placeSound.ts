/** Between a sound’s arrival and its being heard: what comes late by less than this leaves no gap. */
export const LEAD_S = 0.25;
/** A clock that is further off than this is set anew: the line stood still. */
const MOST_AHEAD_S = 2;

/** Where on the context’s clock the beginning of the call lies; sounds that would be in the past move it. */
export function placeSound(
  originS: number | null,
  { atMs, nowS }: { atMs: number; nowS: number },
): { originS: number; startS: number } {
  const atS = atMs / 1000;
  const startS = (originS ?? Number.NEGATIVE_INFINITY) + atS;
  const fits = startS >= nowS && startS - nowS < LEAD_S + MOST_AHEAD_S;
  return fits && originS !== null
    ? { originS, startS }
    : { originS: nowS + LEAD_S - atS, startS: nowS + LEAD_S };
}
