import type { Intent } from '../../../shared/dialogue/intents.ts';
import { familiarity, rankIntents } from './intents/intents.ts';

/** What steers a conversation or takes something back, whatever was asked: it names nobody and nothing. */
const BESIDE: ReadonlySet<Intent> = new Set([
  'confirm',
  'deny',
  'correct',
  'repeat',
  'help',
  'greeting',
  'thanks',
  'goodbye',
  'small-talk',
  'abuse',
]);
const LIKELY = 0.4;

/**
 * Whether words mean something by themselves (“sounds good”, “make it Thursday”), so that they are nobody's name
 * though a name was asked for. Words that no example holds may always be a name.
 */
export function isSaidBeside(text: string): boolean {
  if (familiarity(text) < 1) return false;
  const best = rankIntents(text)[0]!;
  return BESIDE.has(best.label) && best.probability >= LIKELY;
}
