import type { Intent } from '../../../shared/dialogue/intents.ts';
import type { Understanding } from '../contract.ts';
import { gives, leadsCorrection } from './answers.ts';
import type { Asked } from './asked.ts';
import { behindUnwanted, withoutDenied } from './denied.ts';
import { gistOf } from './gist.ts';
import { familiarity, rankIntents } from './intents/intents.ts';
import { intentInOtherLanguage } from './otherLanguages.ts';
import { plainAnswer } from './plainAnswer.ts';
import { sentimentOf } from './sentiment.ts';

/** Below this an utterance is taken for none of the intents. */
const SURE_ENOUGH = 0.35;
/** A wish of its own stands against the question that was asked only when it is this clear. */
const CLEAR_WISH = 0.75;
/** Intents that start something. */
const WISHES: ReadonlySet<Intent> = new Set([
  'order-status',
  'track-package',
  'book-appointment',
  'reschedule-appointment',
  'cancel-appointment',
  'check-availability',
  'business-hours',
  'faq',
  'product-search',
  'person',
]);

/**
 * What an utterance means, given what was asked before it. The same words give the same answer; nothing is read or
 * written. Of a long one beginning and end are looked at. `12345` after the question for an order number is `provide`, “yes” to the offer of a person is `person`,
 * “no, Friday” is `correct`. Of German, Spanish and French
 * only a few phrases are understood, of other languages than these nothing.
 */
export function understand(
  text: string,
  { asked = 'anything' }: { asked?: Asked | undefined } = {},
): Understanding {
  const whole = text.trim();
  const gist = gistOf(whole);
  const { intent, confidence } = (gist === whole ? null : wishAmong(gist)) ?? intentOf(gist, asked);
  return { intent, confidence: Math.round(confidence * 100) / 100, sentiment: sentimentOf(gist) };
}

function intentOf(text: string, asked: Asked): { intent: Intent; confidence: number } {
  if (!/[\p{L}\p{N}]/u.test(text)) return { intent: 'none', confidence: 0 };
  const foreign = intentInOtherLanguage(text);
  if (foreign)
    return { intent: asked === 'hand-over' && foreign === 'confirm' ? 'person' : foreign, confidence: 0.9 };
  const answer = plainAnswer(text, asked);
  if (answer) return { intent: answer, confidence: 0.95 };
  const wanted = withoutDenied(text);
  if (wanted !== text) {
    const left = /\p{L}/u.test(wanted) ? rank(wanted).own : null;
    return left && isClearWish(left) ? left : { intent: 'deny', confidence: 0.9 };
  }
  const behind = behindUnwanted(text);
  const after = behind !== text && /\p{L}/u.test(behind) ? rank(behind).own : null;
  if (after && isClearWish(after)) return after;
  const { ranked, own } = rank(text);
  const best = ranked[0]!;
  const likely = (intent: Intent) => ranked.find(({ label }) => label === intent)?.probability ?? 0;
  const wish = isClearWish(own);
  if (asked === 'hand-over' && best.label === 'confirm')
    return { intent: 'person', confidence: own.confidence };
  const given = gives(text, asked);
  if (given !== null && !wish && best.label !== 'abuse') {
    const corrects = leadsCorrection(text) && (asked === 'yes-no' || likely('correct') > 0.3);
    return { intent: corrects ? 'correct' : 'provide', confidence: Math.max(given, own.confidence) };
  }
  return own.confidence < SURE_ENOUGH ? { intent: 'none', confidence: 1 - own.confidence } : own;
}

/** Who tells a story says in one sentence of it what it is for. */
function wishAmong(text: string): { intent: Intent; confidence: number } | null {
  const sentences = withoutDenied(text)
    .split(/[.!?…\n]+/)
    .filter((sentence) => /\p{L}/u.test(sentence));
  return sentences.map((sentence) => rank(sentence).own).find(isClearWish) ?? null;
}

/** Likely intents, and how far the first is to be trusted. */
function rank(text: string) {
  const ranked = rankIntents(text);
  const { label, probability } = ranked[0]!;
  // Words nobody has used here make any likeness to the examples doubtful.
  const trust = 0.4 + 0.6 * familiarity(text);
  return { ranked, own: { intent: label, confidence: probability * trust } };
}

const isClearWish = ({ intent, confidence }: { intent: Intent; confidence: number }) =>
  WISHES.has(intent) && confidence >= CLEAR_WISH;
