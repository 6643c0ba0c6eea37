import { readEmail } from '../../../dialogue/understanding/entities/email.ts';
import { readName } from '../../../dialogue/understanding/entities/name.ts';
import { digitSpans } from '../../../dialogue/understanding/numbers/digits.ts';
import { readWhen } from '../../../dialogue/understanding/when/whenSaid.ts';
import { wordsOf } from '../../../dialogue/understanding/words.ts';
import type { Phrases } from '../phrases.ts';
import type { StepOf } from '../steps/step.ts';
import { readMark } from './mark.ts';

/** What was asked for, or which sentence says what is wrong with what was given. */
export type ValueRead =
  | { value: string }
  | { fault: Extract<keyof Phrases, 'noDigits' | 'noName' | 'noEmail' | 'noDay' | 'noMark' | 'notByKeys'> };

export interface Reading {
  keys: boolean;
  step: Pick<StepOf<'collect'>, 'what' | 'minDigits' | 'maxDigits'>;
  now: Date;
  /** IANA name: “tomorrow” is meant in it. */
  timeZone: string;
}

/** Reads what a step asks for in what was said or keyed in. A day is an ISO date. */
export function readValue(text: string, { keys, step, now, timeZone }: Reading): ValueRead {
  if (step.what === 'digits') return readDigits(text, keys, step.minDigits ?? 1, step.maxDigits ?? 32);
  if (step.what === 'mark') return orFault(readMark(text, keys), 'noMark');
  if (keys) return { fault: 'notByKeys' };
  if (step.what === 'name') return orFault(readName(text, true), 'noName');
  if (step.what === 'email') return orFault(readEmail(text), 'noEmail');
  const { day } = readWhen(text, { now, timeZone, asked: 'date' });
  return orFault(day && day.from === day.to ? day.from : null, 'noDay');
}

/** The last number that is long enough is meant (“not 12, I mean 13”); else the parts together. */
function readDigits(text: string, keys: boolean, least: number, most: number): ValueRead {
  const fits = (digits: string) => digits.length >= least && digits.length <= most;
  const runs = keys ? [text.replace(/\D/g, '')] : digitSpans(wordsOf(text)).map(({ digits }) => digits);
  const whole = runs.join('');
  return orFault(runs.findLast(fits) ?? (fits(whole) ? whole : null), 'noDigits');
}

function orFault<Fault extends Extract<ValueRead, { fault: string }>['fault']>(
  value: string | null,
  fault: Fault,
): ValueRead {
  return value === null ? { fault } : { value };
}

/** Reads once of everything: the first day that is read takes half a second, which no call may wait for. */
export function warmUp(): void {
  const some = { keys: false, now: new Date(), timeZone: 'UTC' };
  for (const what of ['digits', 'name', 'email', 'date'] as const)
    for (const text of ['next friday at three', 'the ninth of march'])
      readValue(text, { ...some, step: { what } });
}
