import type { SpottedPiece } from './spotting.ts';

/**
 * How much worse than any sounds of the language words may fit, and still have been said: all of them together, each
 * counted by its time, and a single one. The search itself gives up what fits much worse. Set on the words of 24 calls
 * over the emulated carrier: what was said fits 0.01 to 0.13 worse.
 */
const LEAST_EVIDENCE = -0.15;
const LEAST_OF_ONE = -0.3;
/** Behind a longer pause somebody says something else. */
export const LONGEST_PAUSE_MS = 1_200;

/** Whether words were said where they were found: a likelihood ratio over their time, against any sounds at all. */
export function wasSaid(pieces: readonly SpottedPiece[]): boolean {
  let evidence = 0;
  let lengthMs = 0;
  for (const { word, startMs, endMs, fit, anyFit } of pieces) {
    const ms = endMs - startMs;
    if (word === null && ms > LONGEST_PAUSE_MS) return false;
    if (word !== null && fit - anyFit < LEAST_OF_ONE) return false;
    evidence += ms * (fit - anyFit);
    lengthMs += ms;
  }
  return lengthMs > 0 && evidence / lengthMs >= LEAST_EVIDENCE;
}
