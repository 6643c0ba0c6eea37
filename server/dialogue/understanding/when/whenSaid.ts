import { casual } from 'chrono-node/en';
import { ORDINAL_WORDS } from '../numbers/numberWords.ts';
import { writeNumbers } from '../numbers/writeNumbers.ts';
import { wordsOf } from '../words.ts';
import { addDays, localClock, weekdayOf } from './localDay.ts';
import { readTime, type TimeSaid } from './timeOfDay.ts';

/** Days and times as they were said, in the zone they are meant in. */
export interface WhenSaid extends TimeSaid {
  /** First and last day, ISO dates; the same for one day. */
  day?: { from: string; to: string };
  /** As early as there is something. */
  soonest?: boolean;
}

const SOONEST =
  /\b(as soon as possible|asap|earliest|soonest|first available|next available|next free|next open|as early as possible|right away)\b/;
/** Words that look like a day or month and are mostly something else. */
const NO_DAYS = /^(now|may|sun|sat|mar|march|dec|jan|mon|second|this|today now)$/;

/** Days that are over. */
const OVER =
  /\b(?:last|past) (?:\w+day|week|month|year)\b|\bsince (?:last |this |the )?(?:\w+day|week|weekend|morning|night)\b/g;
const NAMED_DAY = '(?:today|tomorrow|(?:next |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)';
/** Days that somebody does not want, said beside those they want. */
const UNWANTED = new RegExp(
  `\\b(?:not|instead of|rather than) (?:on )?${NAMED_DAY}\\b|\\b${NAMED_DAY} (?:is|was|would be|will be) (?:no good|not|bad|out|wrong|too)\\b|\\b${NAMED_DAY} (?:does|will|would|can) not\\b`,
  'g',
);

/** What comes behind it is meant instead of what came before. */
const TAKEN_BACK =
  /\b(?:no,? wait|wait,? no|no,? sorry|sorry(?:,? no)?(?:,? i (?:mean|meant))?|i (?:mean|meant)|scratch that|or rather)\b/i;

/**
 * What an utterance says about a day and a time. Relative words count from `now` in the zone; a weekday is the next
 * one that comes (who means the day that it is says “today”), a day of the month the next such day, and both together
 * the day that is both. Days that are over are not meant and left out. `asked` tells what a lone number is. What is said
 * behind “no wait” or “sorry” goes before what it takes back.
 */
export function readWhen(text: string, how: ReadingWhen): WhenSaid {
  let said: WhenSaid = {};
  for (const part of text.split(TAKEN_BACK)) {
    const { day, soonest, ...time } = readPart(part, how);
    const { at: _at, after: _after, before: _before, ...untimed } = said;
    // A day that is taken back leaves the time that was said with it, and the other way round.
    said = {
      ...(Object.keys(time).length > 0 ? { ...untimed, ...time } : said),
      ...(day && { day }),
      ...(soonest && { soonest }),
    };
  }
  return said;
}

interface ReadingWhen {
  now: Date;
  timeZone: string;
  asked?: 'date' | 'time' | undefined;
}

function readPart(text: string, { now, timeZone, asked }: ReadingWhen): WhenSaid {
  const today = localClock(now, timeZone).date;
  const written = writeNumbers(wordsOf(text)).join(' ').replace(OVER, ' ');
  const figures = /\b\d{4}-\d\d-\d\d\b|\b\d{1,2}\/\d{1,2}(?:\/\d{2,4})?\b/.exec(text)?.[0];
  const { said, rest } = readTime(
    figures ? written.replace(spaced(figures), ' ') : written,
    asked === 'time',
  );
  const wanted = rest.replace(UNWANTED, ' ');
  const day =
    (figures && dayByLibrary(figures, today)) ||
    weekOf(rest, today) ||
    weekLater(rest, today) ||
    weekdayOfMonth(wanted, today) ||
    dayByLibrary(wanted, today) ||
    (wanted !== rest && dayByLibrary(rest, today)) ||
    dayOfMonth(rest, today, asked === 'date');
  return { ...said, ...(day && { day }), ...(SOONEST.test(written) && { soonest: true }) };
}

const spaced = (figures: string) => figures.replace(/[-/]/g, ' ');
const only = (date: string) => ({ from: date, to: date });

function dayByLibrary(text: string, today: string): { from: string; to: string } | null {
  const instant = new Date(`${today}T12:00:00Z`);
  const days = casual
    .parse(text, { instant, timezone: 0 }, { forwardDate: true })
    .filter(
      ({ text: words, start }) =>
        !NO_DAYS.test(words.trim()) && (start.isCertain('day') || start.isCertain('weekday')),
    )
    .map(({ text: words, start }) => {
      const date = start.date().toISOString().slice(0, 10);
      const another = !start.isCertain('day') && !/^this (?!coming)/i.test(words);
      return another && date === today ? addDays(today, 7) : date;
    })
    .filter((date) => date >= today);
  const from = days[0];
  return from ? only(from) : null;
}

/** “next week”, “this week”, “the weekend”: the days that are left of it. */
function weekOf(text: string, today: string): { from: string; to: string } | null {
  if (WEEKDAY.test(text)) return null;
  const monday = addDays(today, -((weekdayOf(today) + 6) % 7));
  if (/\bnext week\b|\bweek after this\b/.test(text))
    return { from: addDays(monday, 7), to: addDays(monday, 13) };
  if (/\bweek after next\b/.test(text)) return { from: addDays(monday, 14), to: addDays(monday, 20) };
  if (/\b(this|the) week(?! after)\b|\blater this week\b/.test(text))
    return { from: today, to: addDays(monday, 6) };
  if (/\bweekend\b/.test(text)) {
    const saturday = addDays(monday, 5);
    return { from: saturday < today ? today : saturday, to: addDays(monday, 6) };
  }
  return null;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const WEEKDAY = new RegExp(`\\b(${WEEKDAYS.join('|')})\\b`);
const WEEKDAY_OF_MONTH = new RegExp(`${WEEKDAY.source} (?:the )?(\\d{1,2})(?:st|nd|rd|th)\\b(?! of\\b)`);

/** “a week from Tuesday”, “Tuesday week”. */
function weekLater(text: string, today: string): { from: string; to: string } | null {
  const name = /\bweek from (?:next )?(\w+)\b/.exec(text)?.[1] ?? /\b(\w+day) week\b/.exec(text)?.[1];
  if (!name) return null;
  if (name === 'today') return only(addDays(today, 7));
  if (name === 'tomorrow') return only(addDays(today, 8));
  const weekday = WEEKDAYS.indexOf(name);
  return weekday < 0 ? null : only(addDays(today, ((weekday - weekdayOf(today) + 7) % 7) + 7));
}

/** “Friday the 14th”: the library hears the weekday alone. */
function weekdayOfMonth(text: string, today: string): { from: string; to: string } | null {
  const match = WEEKDAY_OF_MONTH.exec(text);
  if (!match) return null;
  const [, name, day] = match;
  return nextDay(today, (date) => isDay(date, Number(day)) && weekdayOf(date) === WEEKDAYS.indexOf(name!));
}

/** “the ninth”, “the 9th”: the next such day. */
function dayOfMonth(text: string, today: string, bare: boolean): { from: string; to: string } | null {
  const match =
    /\b(\d{1,2})(?:st|nd|rd|th)\b(?! (?:time|one|floor|street|avenue))/.exec(text) ??
    (bare ? /^\D*\b(\d{1,2})\b\D*$/.exec(text) : null);
  const day = match ? Number(match[1]) : 0;
  if (day < 1 || day > 31) return null;
  // “first” and “second” are days only when they stand like one.
  if (!bare && day <= 2 && !/\b(?:the|on|to|for|meant) (?:the )?\d{1,2}(?:st|nd)\b/.test(text)) return null;
  return nextDay(today, (date) => isDay(date, day));
}

const isDay = (date: string, dayOfMonth: number) => Number(date.slice(8)) === dayOfMonth;

/** The first such day within two months, from today on; nobody means a later one without saying its month. */
function nextDay(today: string, isMeant: (date: string) => boolean): { from: string; to: string } | null {
  for (let offset = 0; offset < 62; offset += 1) {
    const date = addDays(today, offset);
    if (isMeant(date)) return only(date);
  }
  return null;
}

/** Whether a word can be part of a day, for readers that must tell names from days. */
export function isDayWord(word: string): boolean {
  return WEEKDAYS.includes(word) || ORDINAL_WORDS.has(word) || /^(today|tomorrow|tonight)$/.test(word);
}
