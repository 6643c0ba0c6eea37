import type { Asked } from './asked.ts';
import { readSlots } from './slots.ts';
import { wordsOf } from './words.ts';

/** Any instant does: whether something is a day does not depend on which. */
const SOME_DAY = { now: new Date('2025-03-05T12:00:00Z'), timeZone: 'UTC' };

/** Questions that words alone answer: nothing has to be read out of them. */
const WORDS_ALONE: ReadonlySet<Asked> = new Set(['service', 'yes-no', 'hand-over']);

/** How sure it is that a text gives what was asked for, 0 to 1; null where it does not. */
export function gives(text: string, asked: Asked): number | null {
  if (WORDS_ALONE.has(asked)) return null;
  if (asked === 'anything') return bareNumber(text) ? 0.8 : null;
  const slots = readSlots(text, { asked, ...SOME_DAY });
  const words = wordsOf(text).length;
  const day = slots.when.day !== undefined || slots.when.soonest === true;
  const time =
    slots.when.at !== undefined || slots.when.after !== undefined || slots.when.before !== undefined;
  const short = words <= 12 ? 0.95 : 0.7;
  switch (asked) {
    case 'order-number':
    case 'tracking-number':
      return slots.orderNumber || slots.trackingNumber ? short : null;
    case 'confirmation-code':
      return slots.confirmationCode ? short : null;
    case 'phone':
      return slots.phone ? short : null;
    case 'email':
      return slots.email ? short : null;
    case 'date':
    case 'time':
      return day || time ? short : null;
    case 'name':
      return slots.name && words <= 8 ? 0.8 : null;
    default:
      return null;
  }
}

/** Begins like somebody who takes back what was said or understood. */
export function leadsCorrection(text: string): boolean {
  return /^(?:no|nope|nah|not|sorry|wait|actually|oops|i meant|i mean|i said|rather|make (?:it|that)|hold on|on second thought)\b/.test(
    wordsOf(text).join(' '),
  );
}

function bareNumber(text: string): boolean {
  // Counted first: reading is what takes the time, and most of what is said is longer.
  if (wordsOf(text).length > 3) return false;
  const { orderNumber, trackingNumber, phone } = readSlots(text, SOME_DAY);
  return (orderNumber ?? trackingNumber ?? phone) !== undefined;
}
