import type { Asked } from './asked.ts';
import { readEmail } from './entities/email.ts';
import { readName } from './entities/name.ts';
import {
  readConfirmationCode,
  readOrderNumber,
  readPhone,
  readTrackingNumber,
} from './entities/numbersOfThings.ts';
import { readWhen, type WhenSaid } from './when/whenSaid.ts';
import { wordsOf } from './words.ts';

/** What an utterance gives, as far as it can be read without knowing the business. */
export interface SlotsSaid {
  orderNumber?: string;
  trackingNumber?: string;
  confirmationCode?: string;
  phone?: string;
  email?: string;
  name?: string;
  when: WhenSaid;
}

/**
 * Reads everything an utterance gives. What was asked decides what a lone number or word is; without a question a
 * long number is a telephone number, one with letters a tracking number, any other an order number.
 */
export function readSlots(
  text: string,
  { asked = 'anything', now, timeZone }: { asked?: Asked | undefined; now: Date; timeZone: string },
): SlotsSaid {
  const plain = wordsOf(text).join(' ');
  const email = readEmail(text);
  const name = readName(text, asked === 'name');
  const numbers = readNumbers(text, plain, asked);
  const taken = numbers.orderNumber ?? numbers.phone ?? numbers.trackingNumber ?? numbers.confirmationCode;
  const askedWhen = asked === 'date' || asked === 'time' ? asked : undefined;
  const when = taken && !askedWhen ? {} : readWhen(text, { now, timeZone, asked: askedWhen });
  return { ...numbers, ...(email && { email }), ...(name && { name }), when };
}

function readNumbers(
  text: string,
  plain: string,
  asked: Asked,
): Pick<SlotsSaid, 'orderNumber' | 'trackingNumber' | 'confirmationCode' | 'phone'> {
  const order = readOrderNumber(text, asked === 'order-number');
  const tracking = readTrackingNumber(text);
  const phone = readPhone(text);
  const code = readConfirmationCode(text);
  const about = (pattern: RegExp) => pattern.test(plain);
  if (about(/\border\b/) && order && order !== tracking) return { orderNumber: order };
  if (about(/\btracking\b|\btrack\b/) && tracking) return { trackingNumber: tracking };
  if (about(/\b(phone|cell|mobile|telephone|call me)\b/) && phone) return { phone };
  if (about(/\b(confirmation|code)\b/) && code) return { confirmationCode: code };
  if (asked === 'order-number') {
    if (tracking && /[A-Z]/.test(tracking)) return { trackingNumber: tracking };
    return order ? { orderNumber: order } : {};
  }
  if (asked === 'tracking-number') {
    if (tracking) return { trackingNumber: tracking };
    return order ? { orderNumber: order } : {};
  }
  if (asked === 'phone') return phone ? { phone } : {};
  if (asked === 'confirmation-code' || asked === 'name') return code ? { confirmationCode: code } : {};
  if (asked === 'date' || asked === 'time') return order && order.length >= 5 ? { orderNumber: order } : {};
  if (tracking && /[A-Z]/.test(tracking)) return { trackingNumber: tracking };
  if (phone && phone.length >= 10) return { phone };
  return order && !/^(19|20)\d\d$/.test(order) && order.length >= 4 ? { orderNumber: order } : {};
}
