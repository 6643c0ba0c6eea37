import sentiment from 'wink-sentiment';
import type { Sentiment } from '../../../shared/dialogue/intents.ts';

/** The library's scores run to five in both directions, everyday words seldom beyond three. */
const FULL_SCORE = 3;
const CLEAR = 0.15;

/** What belongs to the matter and tells no feeling: in the list of words they carry some. */
const MATTER =
  /\b(?:(?:would|'d|i|i'd) like|cancel(?:l?ed|l?ing|lation)?|help|want|stop|yes|free|matter|chance|please|share|no,|no$|no\.|lost and found|credit|join|fine|ok|okay|great aunt|drop|pay|lost|cut|number|open)\b[,.]?/gi;
/** To decline with thanks is polite; “no thanks for nothing” is not. */
const DECLINES = /\b(?:no|nope|nah|not (?:now|really|today)),?\s+(?:thanks|thank you)\b(?!\s+for\b)[.,!]*/gi;
/** Strength between a negation and its word: “not at all happy” denies as “not happy” does. */
const STRENGTH =
  /\b(not|n't|never|isn't|wasn't|don't|aren't|am not)\s+(?:(?:at all|very|really|so|that|too|all that|particularly|exactly|been|a|any)\s+)+/gi;

/** A word of this strength tells a feeling; weaker ones (“no”, “sorry”) are how people answer and correct themselves. */
const FELT = 2;

/** How somebody feels by the words alone, negation counted; English only, other languages come out neutral. */
export function sentimentOf(text: string): Sentiment {
  const plain = text
    .replace(/[’‘]/g, "'")
    .replace(DECLINES, ' ')
    .replace(MATTER, ' ')
    .replace(STRENGTH, '$1 ')
    .trim();
  if (plain === '') return { score: 0, label: 'neutral' };
  const { normalizedScore, tokenizedPhrase } = sentiment(plain);
  const felt = tokenizedPhrase.some(({ score = 0 }) => Math.abs(score) >= FELT);
  const score = felt ? Math.max(-1, Math.min(1, normalizedScore / FULL_SCORE)) : 0;
  return {
    score: Math.round(score * 100) / 100,
    label: score <= -CLEAR ? 'negative' : score >= CLEAR ? 'positive' : 'neutral',
  };
}
