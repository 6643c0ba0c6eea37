import type { Intent } from '../../../shared/dialogue/intents.ts';
import type { Asked } from './asked.ts';
import { wordsOf } from './words.ts';

const LEAD = '(?:(?:uh|um|er|oh|well|so|hm|ok|okay|right) )*';
const YES = new RegExp(`^${LEAD}(?:yes|yeah|yep|sure|okay)(?: please)?(?: thanks| thank you)?$`);
const NO = new RegExp(`^${LEAD}(?:no|nope|nah)(?: thanks| thank you)$`);

/**
 * What a yes or a no with thanks means; null for any other text. Where nothing was asked, “no, thank you” is left to
 * whoever tells intents: it may be the end of a conversation.
 */
export function plainAnswer(text: string, asked: Asked): Intent | null {
  const words = wordsOf(text).join(' ');
  if (YES.test(words)) return asked === 'hand-over' ? 'person' : 'confirm';
  return (asked === 'yes-no' || asked === 'hand-over') && NO.test(words) ? 'deny' : null;
}
