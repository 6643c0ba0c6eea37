import type { Intent } from '../../../shared/dialogue/intents.ts';
import { gives } from '../understanding/answers.ts';
import type { Asked } from '../understanding/asked.ts';
import { understand } from '../understanding/understand.ts';
import type { Memory } from './memory.ts';

/** What answers the offer of a person. */
const TO_THE_OFFER: ReadonlySet<Intent> = new Set(['person', 'confirm', 'deny']);

/** What was asked that an utterance answers: the offer of a person, or the question that stays open beneath it. */
export function askedBefore({ asked, beneath }: Memory, text: string): Asked {
  if (asked !== 'hand-over' || !beneath) return asked;
  if (gives(text, beneath.asked) !== null) return beneath.asked;
  return TO_THE_OFFER.has(understand(text, { asked }).intent) ? asked : beneath.asked;
}

/** The memory as if only the question that an utterance answers had been asked. */
export function asAnswered(memory: Memory, text: string): Memory {
  const asked = askedBefore(memory, text);
  return asked === memory.asked ? memory : { ...memory, asked, question: memory.beneath!.question };
}
