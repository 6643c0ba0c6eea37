import type { Phrases } from '../phrases.ts';
import type { StepOf } from './step.ts';

/** Of a secret number as many may be heard by whoever stands by, if that is at most half of it. */
const SHOWN_DIGITS = 4;

/**
 * The question whether a value is right. Of what is secret only the last digits are said, or how many there were;
 * null: there is nothing that may be said.
 */
export function readBack(
  { what, secret }: Pick<StepOf<'collect'>, 'what' | 'secret'>,
  given: { value: string; keys: boolean },
  phrases: Phrases,
  language: string,
): string | null {
  // One digit is heard well, and nothing hangs on it.
  if (what === 'mark' || (secret && what !== 'digits')) return null;
  const said = secret ? hinted(given.value, phrases) : whole(what, given, phrases, language);
  return `${said} ${given.keys ? phrases.rightByKeys : phrases.isThatRight}`;
}

function hinted(digits: string, phrases: Phrases): string {
  return digits.length >= 2 * SHOWN_DIGITS
    ? phrases.endsIn(apart(digits.slice(-SHOWN_DIGITS)))
    : phrases.thatMany(digits.length);
}

function whole(
  what: Exclude<StepOf<'collect'>['what'], 'mark'>,
  { value, keys }: { value: string; keys: boolean },
  phrases: Phrases,
  language: string,
): string {
  switch (what) {
    case 'digits':
      return keys ? phrases.youEntered(apart(value)) : phrases.youSaid(apart(value));
    case 'date':
      return phrases.youSaid(dayInWords(value, language));
    case 'email':
      return phrases.youSaid(spokenAddress(value, phrases));
    case 'name':
      return phrases.youSaid(value);
  }
}

const apart = (digits: string) => [...digits].join(' ');

function dayInWords(day: string, language: string): string {
  return new Intl.DateTimeFormat([language, 'en'], {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
}

/** “anna dot smith at example dot com”. */
function spokenAddress(address: string, { signs }: Phrases): string {
  return address.replace(/[@._+-]/g, (sign) => ` ${signs[sign] ?? sign} `).replace(/\s+/g, ' ');
}
