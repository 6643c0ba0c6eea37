import type { CallEvent, CallEventOf } from '../../../../shared/calls/timeline.ts';
import type { Party } from '../../contract.ts';
import { findPersonal, newReading, type Reading } from './findPersonal.ts';
import { type Found, merged, withoutFound } from './found.ts';
import { findKeyed } from './keyed.ts';
import { tokensOf } from './tokens.ts';

/** Something that was said and is taken out, and what is known of when. */
export interface Hidden {
  party: Party;
  atMs: number;
  endMs: number;
  /** As it was said. */
  text: string;
  found: readonly Found[];
  words: CallEventOf<'heard'>['words'];
}

/** A call's events without personal data, and what was taken out of what was said. */
export interface RedactedEvents {
  events: CallEvent[];
  hidden: Hidden[];
  /** Goes on with what is known of the call, for what else was kept of it. */
  reading: Reading;
}

/** So many lines back a question still says what an answer is. */
const LINES_BACK = 2;

/**
 * Takes personal data out of what was said, collected and summed up on a call. What is approved and deployed (slots)
 * stays: its address and number are the business’s own, and so do `ourNames`, of personalities and of the workspace. A
 * name that was given late is found in what was said before.
 */
export function redactEvents(given: readonly CallEvent[], ourNames: readonly string[] = []): RedactedEvents {
  const reading = newReading(ourNames);
  // Once only to learn the names.
  readLines(given, reading);
  reading.before = '';
  return { ...readLines(given, reading), reading };
}

function readLines(given: readonly CallEvent[], reading: Reading): Omit<RedactedEvents, 'reading'> {
  const hidden: Hidden[] = [];
  const asked: string[] = [];
  const keyed = findKeyed(given);
  const events = given.map((event): CallEvent => {
    reading.before = asked.slice(-LINES_BACK).join(' ');
    switch (event.kind) {
      case 'heard': {
        const found = merged([...findPersonal(event.text, reading), ...(keyed.get(event) ?? [])]);
        if (found.length === 0) return event;
        hidden.push({ party: 'caller', ...event, found, words: event.words });
        const { words: _said, ...rest } = event;
        return { ...rest, text: withoutFound(event.text, found) };
      }
      case 'spoken': {
        if (event.text !== '') asked.push(event.text);
        if (event.source.kind === 'slot') return event;
        const by = event.source.kind === 'person' ? 'other' : 'agent';
        const found = findPersonal(event.heard, reading, by);
        const planned = findPersonal(event.text, reading, by);
        if (found.length + planned.length === 0) return event;
        if (found.length > 0)
          hidden.push({ party: 'agent', ...event, text: event.heard, found, words: event.words });
        const { words: _said, ...rest } = event;
        return {
          ...rest,
          text: withoutFound(event.text, planned),
          heard: withoutFound(event.heard, found),
        };
      }
      case 'collected':
        return { ...event, value: redactedValue(event.name, event.value, reading) };
      case 'transfer':
        return event.summary === null
          ? event
          : { ...event, summary: withoutFound(event.summary, findPersonal(event.summary, reading)) };
      default:
        return event;
    }
  });
  return { events: withoutKeys(events, hidden), hidden };
}

/** What was collected, by what it was collected as. */
function redactedValue(name: string, value: string, reading: Reading): string {
  const is = (pattern: RegExp) => pattern.test(name);
  if (value.startsWith('•')) return value;
  if (is(/mail/i)) return '[e-mail]';
  if (is(/phone|mobile|callback/i)) return '[phone]';
  if (is(/card|cvv|cvc/i)) return '[card number]';
  if (is(/account|iban|policy|social|pin$/i)) return '[account number]';
  if (is(/address|street|zip|post/i)) return '[address]';
  if (is(/name|caller|who/i)) {
    for (const { word } of tokensOf(value)) if (word.length > 2) reading.names.add(word);
    return '[name]';
  }
  return withoutFound(value, findPersonal(value, reading));
}

/** Keys that made up what was taken out are hidden one by one. */
function withoutKeys(events: CallEvent[], hidden: readonly Hidden[]): CallEvent[] {
  let since = 0;
  const spans: [number, number][] = [];
  for (const event of events) {
    if (event.kind === 'spoken') since = event.atMs;
    if (event.kind !== 'heard' || !event.keys) continue;
    if (hidden.some(({ atMs, party }) => party === 'caller' && atMs === event.atMs))
      spans.push([since, event.endMs]);
  }
  return events.map((event) =>
    event.kind === 'key' && spans.some(([from, to]) => from <= event.atMs && event.atMs <= to)
      ? { ...event, digit: '•' }
      : event,
  );
}
