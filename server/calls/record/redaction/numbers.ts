import { type DigitSpan, digitSpans } from '../../../dialogue/understanding/numbers/digits.ts';
import type { Found } from './found.ts';
import type { Token } from './tokens.ts';

/** Digits that say who somebody is, without anything that says so: telephone, card and account numbers. */
const TELLING_DIGITS = 7;
/** With something that does. */
const NAMED_DIGITS = 4;
const CARD_DIGITS = { least: 13, most: 19 };
/** So many words before a number say what it is. */
const CONTEXT_WORDS = 8;

/** Days, clock times and amounts, as they are written: their figures are of nobody. */
const HARMLESS =
  /\b\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?\b|\b\d{1,2}\/\d{1,2}\/\d{2,4}\b|\b\d{1,2}:\d{2}(?::\d{2})?\b|[$€£]\s?[\d.,]+|\b\d{1,3}(?:,\d{3})+(?:\.\d+)?\b/g;
const IBAN = /\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,4})?\b/g;

const OF_CARDS = /\b(card|visa|mastercard|amex|american express|cvv|cvc|security code)\b/;
const OF_ACCOUNTS =
  /\b(account|iban|routing|sort code|policy|member(ship)?|customer (number|id)|social( security)?|ssn|passport|licen[cs]e|insurance|pin|tax id|patient|loyalty|bank)\b/;
const OF_PHONES = /\b(phone|telephone|mobile|cell|call me|reach me|call back|callback|text me|call you)\b/;
const OF_PLACES = /\b(zip|postal|post code|postcode)\b/;
const OF_THINGS =
  /\b(order|tracking|invoice|ticket|case|reference|confirmation|parcel|package|shipment|model|serial|product|item|extension)\b/;

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
  for (const span of joinedSpans(digitSpans(words), words)) {
    const kind = kindOf(span, words, asked);
    const [first, last] = [tokens[span.from], tokens[span.to - 1]];
    if (!kind || !first || !last) continue;
    // A plus or a bracket before it is part of it.
    const lead = /[+(]+\s?$/.exec(text.slice(0, first.from))?.[0].length ?? 0;
    found.push({ kind, from: first.from - lead, to: last.to });
  }
  return found;
}

/** Between the groups of one number people say a word or two: “area code”, “uh, let me see” ends it. */
const BRIDGES: ReadonlySet<string> = new Set([
  'area',
  'code',
  'plus',
  'comma',
  'dot',
  'slash',
  'um',
  'uh',
  'erm',
  'hmm',
  'okay',
  'ok',
]);

function joinedSpans(spans: readonly DigitSpan[], words: readonly string[]): DigitSpan[] {
  const all: DigitSpan[] = [];
  for (const span of spans) {
    const last = all.at(-1);
    const between = last ? words.slice(last.to, span.from) : [];
    if (last && between.length <= 2 && between.every((word) => BRIDGES.has(word)))
      all[all.length - 1] = { digits: last.digits + span.digits, from: last.from, to: span.to };
    else all.push(span);
  }
  return all;
}

function kindOf(span: DigitSpan, words: readonly string[], asked: string): Found['kind'] | null {
  const { digits, from } = span;
  const before = words.slice(Math.max(0, from - CONTEXT_WORDS), from).join(' ');
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
    } else if (closest && digits.length >= (closest === 'card number' ? NAMED_DIGITS - 1 : NAMED_DIGITS))
      return closest;
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
