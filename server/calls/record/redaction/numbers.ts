import { type DigitSpan, digitSpans } from '../../../dialogue/understanding/numbers/digits.ts';
import { BRIDGES, findCodes, OF_PLACES } from './codes.ts';
import type { Found } from './found.ts';
import type { Token } from './tokens.ts';

/** Digits that say who somebody is, without anything that says so: telephone, card and account numbers. */
const TELLING_DIGITS = 7;
/** With something that does. */
const NAMED_DIGITS = 4;
/** Security codes of cards, and the end of a number that was named. */
const SHORT_DIGITS = 3;
const CARD_DIGITS = { least: 13, most: 19 };
/** So many words before a number say what it is. */
const CONTEXT_WORDS = 8;

/** Days, clock times and amounts, as they are written: their figures are of nobody. */
const HARMLESS =
  /\b\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?\b|\b\d{1,2}\/\d{1,2}\/\d{2,4}\b|\b\d{1,2}:\d{2}(?::\d{2})?\b|[$€£]\s?[\d.,]+|\b\d{1,3}(?:,\d{3})+(?:\.\d+)?\b/g;
const IBAN =
  /\b[a-z]{2}\d{2} ?[a-z0-9]{4}(?: ?(?=[a-z]*\d)[a-z0-9]{4}){1,6}(?: ?(?=[a-z]*\d)[a-z0-9]{1,4})?\b/gi;

const OF_CARDS =
  /\b(card|visa|mastercard|amex|american express|discover|c ?v ?[cv]2?|security (code|number)|long number|(three|four) digits|on the (back|front))\b/;
const OF_ACCOUNTS =
  /\b(account|iban|routing|sort code|policy|member(ship)?|customer (number|id)|social( security)?|ssn|passport|licen[cs]e|insurance|pin|tax id|patient|loyalty|bank|i ban|i b a n|aba|a b a)\b/;
const OF_PHONES =
  /\b(phone|telephone|mobile|cell|call me|reach me|call back|callback|text me|call you|calling from|ring me|ring you|landline|fax|extension|area code)\b/;
const OF_THINGS =
  /\b(order|tracking|invoice|ticket|case|reference|confirmation|parcel|package|shipment|model|serial|product|item)\b/;
/** Only the end of a number is said. */
const OF_ENDS = /\b(ending|ends|last (two|three|four|2|3|4)|extension)\b/;
/** They end as well, and are nobody’s. */
const OF_OFFERS = /\b(offer|coupon|voucher|sale|discount|deal|warranty|contract|subscription|code)\b/;
const OF_EXPIRY = /\b(expir(es|y|ation|ing)|exp|valid|good (through|thru|until|till))\b/;
/** Behind these figures stands what they count. */
const COUNTED =
  /^(o'clock|am|pm|percent|dollars?|pounds?|euros?|cents?|pence|minutes?|hours?|days?|weeks?|months?|years?|times|people|of|th|st|nd|rd)$/;
const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** Numbers that tell who somebody is, written or said digit by digit. `asked`: what the other party asked for before. */
export function findNumbers(text: string, tokens: readonly Token[], asked: string): Found[] {
  const found: Found[] = [...text.matchAll(IBAN)]
    .filter(([iban]) => /\d{6}/.test(iban.replaceAll(/\D/g, '')))
    .map((match) => ({ kind: 'account number', from: match.index, to: match.index + match[0].length }));
  const harmless = [...text.matchAll(HARMLESS)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  const words = tokens.map(({ word, from }) =>
    harmless.some(([start, end]) => from >= start && from < end) ? '' : word,
  );
  const spans = joinedSpans(digitSpans(words), words);
  let last: { kind: Found['kind']; to: number } | null = null;
  for (const [n, span] of spans.entries()) {
    const since = spans[n - 1]?.to ?? 0;
    const kind: Found['kind'] | null = kindOf(span, words, asked, since) ?? goesOn(span, words, last);
    const [first, end] = [tokens[span.from], tokens[span.to - 1]];
    if (!kind || !first || !end) continue;
    last = { kind, to: span.to };
    // A plus or a bracket before it is part of it.
    const lead = /(?:[+(]|\bplus )+\s?$/i.exec(text.slice(0, first.from))?.[0].length ?? 0;
    found.push({ kind, from: first.from - lead, to: end.to });
  }
  found.push(...findExpiry(tokens, words, asked), ...findCodes(tokens, words, asked));
  return found;
}

/** So many words may stand between two parts of what is given in one breath. */
const BREATH_WORDS = 6;

/** More figures of a number that was begun: “… and the last are …”, “… and the code is …”. */
function goesOn(
  { digits, from, to }: DigitSpan,
  words: readonly string[],
  last: { kind: Found['kind']; to: number } | null,
): Found['kind'] | null {
  if (!last || digits.length < SHORT_DIGITS || from - last.to > BREATH_WORDS) return null;
  const between = words.slice(last.to, from).join(' ');
  return OF_THINGS.test(between) || COUNTED.test(words[to] ?? '') ? null : last.kind;
}

/** When a card ends: a month and a year behind what says so. */
function findExpiry(tokens: readonly Token[], words: readonly string[], asked: string): Found[] {
  const found: Found[] = [];
  const spans = digitSpans(words);
  for (let at = 0; at < words.length; at++) {
    const span = spans.find(({ from }) => from === at);
    const before = words.slice(Math.max(0, at - 4), at).join(' ');
    const announced = OF_EXPIRY.test(before) || (at <= 4 && OF_EXPIRY.test(asked));
    if (!announced || OF_OFFERS.test(words.slice(0, at).join(' '))) continue;
    const year = MONTHS.includes(words[at]!) ? spans.find(({ from }) => from === at + 1) : undefined;
    const slash = span && words[span.to] === 'slash' ? spans.find(({ from }) => from === span.to + 1) : null;
    const digits = span ? span.digits + (slash?.digits ?? '') : '';
    const month = Number(/^(0?[1-9]|1[0-2])(?=\d\d$|20\d\d$)/.exec(digits)?.[1] ?? 0);
    const end = year?.to ?? (month > 0 && !COUNTED.test(words[span!.to] ?? '') ? (slash ?? span!).to : 0);
    if (end > 0) found.push({ kind: 'card number', from: tokens[at]!.from, to: tokens[end - 1]!.to });
  }
  return found;
}

function joinedSpans(spans: readonly DigitSpan[], words: readonly string[]): DigitSpan[] {
  const all: DigitSpan[] = [];
  for (const span of spans) {
    const last = all.at(-1);
    const between = last ? words.slice(last.to, span.from) : [];
    if (last && between.length <= 3 && between.every((word) => BRIDGES.has(word)))
      all[all.length - 1] = { digits: last.digits + span.digits, from: last.from, to: span.to };
    else all.push(span);
  }
  return all;
}

/** What a number is; `since`: where the one before it ended, whose announcement is not its own. */
function kindOf(
  span: DigitSpan,
  words: readonly string[],
  asked: string,
  since: number,
): Found['kind'] | null {
  const { digits, from } = span;
  const before = words.slice(Math.max(since, from - CONTEXT_WORDS), from).join(' ');
  const isCard = digits.length >= CARD_DIGITS.least && digits.length <= CARD_DIGITS.most;
  if (isCard && (passesLuhn(digits) || OF_CARDS.test(before) || OF_CARDS.test(asked))) return 'card number';
  // What stands right before it says more than what was asked.
  for (const context of [before, asked]) {
    const closest = lastOf(context, [
      ['things', OF_THINGS],
      ['card number', OF_CARDS],
      ['account number', OF_ACCOUNTS],
      ['phone', OF_PHONES],
      ['address', OF_PLACES],
    ]);
    if (closest === 'things') {
      if (digits.length < 2 * TELLING_DIGITS) return null;
    } else if (closest) {
      const short = closest === 'card number' || OF_ENDS.test(context);
      if (digits.length >= (short ? SHORT_DIGITS : NAMED_DIGITS)) return closest;
    }
  }
  if (digits.length < TELLING_DIGITS) return null;
  return digits.length <= 11 ? 'phone' : 'account number';
}

/** What of these is named last. */
function lastOf<Kind extends string>(
  context: string,
  kinds: readonly (readonly [Kind, RegExp])[],
): Kind | null {
  let best: { kind: Kind; at: number } | null = null;
  for (const [kind, pattern] of kinds)
    for (const match of context.matchAll(new RegExp(pattern, 'g')))
      if (!best || match.index + match[0].length > best.at)
        best = { kind, at: match.index + match[0].length };
  return best?.kind ?? null;
}

/** The check digit of payment cards (ISO/IEC 7812-1, annex B). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
  }
  return sum % 10 === 0;
}
