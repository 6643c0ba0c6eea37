import type { Asked } from './asked.ts';
import { readEmail } from './entities/email.ts';
import { readCorrectedName, readName } from './entities/name.ts';
import {
  readConfirmationCode,
  readOrderNumber,
  readPhone,
  readTrackingNumber,
} from './entities/numbersOfThings.ts';
import { readService } from './entities/service.ts';
import { digitSpans } from './numbers/digits.ts';
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
  /** Of those that were named to `readSlots`. */
  service?: string;
  when: WhenSaid;
}

/** What an utterance may give beside what was asked. */
interface Beside {
  asked?: Asked | undefined;
  /** What can be booked, where that is what it is about. */
  services?: readonly { name: string }[];
  /** A name was given before and may be corrected by another one alone. */
  named?: boolean;
  now: Date;
  timeZone: string;
}

/**
 * Reads everything an utterance gives. What was asked decides what a lone number or word is; without a question a
 * long number is a telephone number, one with letters a tracking number, any other an order number.
 */
export function readSlots(
  text: string,
  { asked = 'anything', services = [], named = false, now, timeZone }: Beside,
): SlotsSaid {
  const plain = wordsOf(text).join(' ');
  const email = readEmail(text);
  const service = readService(text, services, asked === 'service')?.name;
  const name =
    readName(text, asked === 'name' && !service) ?? (named && !service ? readCorrectedName(text) : null);
  const numbers = readNumbers(text, plain, asked);
  const taken = Object.keys(numbers).length > 0;
  const askedWhen = !taken && (asked === 'date' || asked === 'time') ? asked : undefined;
  const when = readWhen(taken ? withoutLongNumbers(text) : text, { now, timeZone, asked: askedWhen });
  return { ...numbers, ...(email && { email }), ...(name && { name }), ...(service && { service }), when };
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
  if (asked === 'confirmation-code' || asked === 'name') {
    // Somebody who has no code may give the telephone number they booked with.
    if (phone && phone.length >= 10 && (!code || phone.endsWith(code))) return { phone };
    return code ? { confirmationCode: code } : {};
  }
  if (asked === 'date' || asked === 'time') return phone && phone.length >= 10 ? { phone } : {};
  if (tracking && /[A-Z]/.test(tracking)) return { trackingNumber: tracking };
  if (phone && phone.length >= 10) return { phone };
  return order && standsAlone(plain.split(' '), order) ? { orderNumber: order } : {};
}

/** A number that nobody asked for: the only thing said, or long and not part of a day or time. */
function standsAlone(words: readonly string[], digits: string): boolean {
  const span = digitSpans(words).findLast((candidate) => candidate.digits === digits);
  if (!span) return /^[A-Z]/.test(digits);
  if (span.to - span.from === words.length) return digits.length >= 4;
  return digits.length >= 5 && !WHEN_FOLLOWS.test(words[span.from - 1] ?? '');
}

const WHEN_FOLLOWS =
  /^(?:the|\w+day|january|february|march|april|may|june|july|august|september|october|november|december)$/;

/** The words without numbers that are too long for a day or a time. */
function withoutLongNumbers(text: string): string {
  const words = wordsOf(text);
  const long = digitSpans(words).filter(({ digits }) => digits.length >= 5);
  return words.filter((_, at) => !long.some(({ from, to }) => at >= from && at < to)).join(' ');
}
