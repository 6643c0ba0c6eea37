import { isOther } from './grammar.ts';
import type { RecognizedPiece } from './settings.ts';

/** How well a path through a graph fits the sound: logarithms of its scores, each counted by its seconds. */
export interface Fit {
  logScore: number;
  seconds: number;
}

/**
 * What each word of a second takes from its fit: a sentence pieced together of many short words fits anything.
 * This and the gate were tuned on 36 sentences of a dialogue and 17 phrases of four voices over two lines, and on as
 * many that were neither; none of them stands in test/evals.
 */
const PRICE_OF_WORD = 0.02;
/** How much worse than any sounds of the language at all the words may fit, and still have been said. */
const LEAST_EVIDENCE = -0.156;
/**
 * In a conversation a short answer is the likeliest, and few frames tell of it: what is granted there, divided by
 * its seconds, but not by fewer than these. A choice among phrases grants nothing: it is more often answered beside it.
 */
const SHORT_ANSWER_GRANT = 0.0075;
const SHORT_ANSWER_SECONDS = 0.4;
/** Where other short words have been heard as such: up to so many seconds; of twice as long, a sixteenth. */
const TOLD_FROM_OTHERS_GRANT = 0.12;
const TOLD_FROM_OTHERS_SECONDS = 0.6;
/** Where no other sounds are known to compare with: the least mean score of the words. */
const LEAST_SCORE = 0.85;

/**
 * How surely the words of a grammar were said: their mean score from 0 to 1, and 0 where they were not. Something of
 * a grammar is always found; it was said only when it fits about as well as sounds that are bound to no words
 * (a likelihood ratio over their time). Null for `sounds`: nothing is known of them.
 */
export function confidenceOf(
  pieces: readonly RecognizedPiece[],
  { words, sounds, ...how }: { words: Fit; sounds: Fit | null; conversation: boolean; others: boolean },
): number {
  if (pieces.length === 0 || pieces.some(({ name }) => isOther(name))) return 0;
  const score = pieces.reduce((sum, piece) => sum + piece.score, 0) / pieces.length;
  if (!sounds || sounds.seconds === 0 || words.seconds === 0) return score < LEAST_SCORE ? 0 : score;
  const spokenSeconds = pieces.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) / 1000;
  const evidence =
    words.logScore / words.seconds -
    sounds.logScore / sounds.seconds -
    PRICE_OF_WORD * (pieces.length / spokenSeconds);
  return evidence < LEAST_EVIDENCE - grantedTo(spokenSeconds, how) ? 0 : score;
}

function grantedTo(
  seconds: number,
  { conversation, others }: { conversation: boolean; others: boolean },
): number {
  if (!conversation) return 0;
  return others
    ? TOLD_FROM_OTHERS_GRANT * Math.min(1, TOLD_FROM_OTHERS_SECONDS / seconds) ** 4
    : SHORT_ANSWER_GRANT / Math.max(seconds, SHORT_ANSWER_SECONDS);
}
