import { clockTime } from './localDay.ts';

/** A time of day as it was said. Times are `HH:mm`. */
export interface TimeSaid {
  /** Exactly this time. */
  at?: string;
  /** Not before this. */
  after?: string;
  /** Not after this. */
  before?: string;
}

type Half = 'am' | 'pm' | null;

const HOUR = '(\\d{1,2})';
const HALF_OF_DAY = '(?:\\s+(am|pm))?';
/** In the order they are tried; each gives hours and minutes from its groups. */
const FORMS: readonly {
  pattern: RegExp;
  read: (groups: string[]) => [hour: number, minute: number, half: Half];
}[] = [
  form(`half\\s+past\\s+${HOUR}${HALF_OF_DAY}`, ([hour, half]) => [Number(hour), 30, halfOf(half)]),
  form(`(?:a\\s+)?quarter\\s+(?:past|after)\\s+${HOUR}${HALF_OF_DAY}`, ([hour, half]) => [
    Number(hour),
    15,
    halfOf(half),
  ]),
  form(`(?:a\\s+)?quarter\\s+(?:to|til|till|of|before)\\s+${HOUR}${HALF_OF_DAY}`, ([hour, half]) => [
    Number(hour) - 1,
    45,
    halfOf(half),
  ]),
  form(`(\\d{1,2})\\s+(?:minutes\\s+)?(?:past|after)\\s+${HOUR}${HALF_OF_DAY}`, ([minute, hour, half]) => [
    Number(hour),
    Number(minute),
    halfOf(half),
  ]),
  form(
    `(\\d{1,2})\\s+(?:minutes\\s+)?(?:to|til|till)\\s+${HOUR}\\s*(am|pm|o'clock)`,
    ([minute, hour, half]) => [Number(hour) - 1, 60 - Number(minute), halfOf(half)],
  ),
  form(`(5|10|20|25)\\s+(?:minutes\\s+)?(?:to|til|till)\\s+${HOUR}`, ([minute, hour]) => [
    Number(hour) - 1,
    60 - Number(minute),
    null,
  ]),
  form(`${HOUR}:(\\d\\d)${HALF_OF_DAY}`, ([hour, minute, half]) => [
    Number(hour),
    Number(minute),
    halfOf(half),
  ]),
  form(`${HOUR}\\s+(?:oh|o|0)\\s+(\\d)${HALF_OF_DAY}`, ([hour, minute, half]) => [
    Number(hour),
    Number(minute),
    halfOf(half),
  ]),
  form(`${HOUR}\\s+([1-5]\\d)${HALF_OF_DAY}`, ([hour, minute, half]) => [
    Number(hour),
    Number(minute),
    halfOf(half),
  ]),
  form(`${HOUR}\\s+(am|pm)`, ([hour, half]) => [Number(hour), 0, halfOf(half)]),
  form(`${HOUR}\\s+o'?\\s?clock${HALF_OF_DAY}`, ([hour, half]) => [Number(hour), 0, halfOf(half)]),
  form(`half\\s+${HOUR}`, ([hour]) => [Number(hour), 30, null]),
  form('(?:noon|midday|lunch\\s?time)', () => [12, 0, 'pm']),
  form('midnight', () => [0, 0, 'am']),
  form(
    `(?<=\\b(?:at|by|around|about|for|to|until|till|after|before|from|past|like|say|make it|than|between|and)\\s)${HOUR}(?!\\s+(?:\\d|days?|weeks?|months?|hours?|minutes?|people|persons?|dollars?|euros?|of|years?|january|february|march|april|may|june|july|august|september|october|november|december))`,
    ([hour]) => [Number(hour), 0, null],
  ),
  form(`(?<=\\bthe\\s)${HOUR}(?=\\s+(?:one|slot|appointment)\\b)`, ([hour]) => [Number(hour), 0, null]),
];

function form(
  source: string,
  read: (groups: string[]) => [number, number, Half],
): { pattern: RegExp; read: (groups: string[]) => [number, number, Half] } {
  return { pattern: new RegExp(`(?<![\\d:])\\b${source}(?![\\d:])(?!\\w)`), read };
}

function halfOf(text: string | undefined): Half {
  return text === 'am' || text === 'pm' ? text : null;
}

const PARTS: readonly { pattern: RegExp; half: Half; after: string; before: string }[] = [
  { pattern: /\b(?:early )?(?:in the |this )?mornings?\b/, half: 'am', after: '00:00', before: '12:00' },
  { pattern: /\b(?:in the |this )?afternoons?\b/, half: 'pm', after: '12:00', before: '18:00' },
  { pattern: /\b(?:in the |this )?evenings?\b|\bafter work\b/, half: 'pm', after: '17:00', before: '23:59' },
  { pattern: /\b(?:at night|tonight)\b/, half: 'pm', after: '18:00', before: '23:59' },
];

/**
 * The time of day in words whose numbers are written in figures, and the words that are left without it. Hours said
 * without a half of the day are those in which businesses are open: 1 to 7 is the afternoon, 8 to 11 the morning.
 * `bare`: a lone number is an hour too, because it was asked for.
 */
export function readTime(text: string, bare = false): { said: TimeSaid; rest: string } {
  let rest = ` ${text} `.replace(/\b([ap]) m\b/g, '$1m');
  const part = PARTS.find(({ pattern }) => pattern.test(rest));
  if (part) {
    // “seven in the evening”: beside a part of the day a lone number is an hour.
    rest = rest.replace(part.pattern, ' ');
    bare ||= new RegExp(`\\b\\d{1,2}\\s+${part.pattern.source}`).test(text);
  }
  const said: TimeSaid = {};
  for (let more = true; more; ) {
    const found = nextTime(rest, part?.half ?? null, bare);
    more = found !== null;
    if (!found) break;
    const before = rest.slice(0, found.from);
    const relation = /\b(after|past|from|later than|not before|earliest)\s*$/.test(before)
      ? 'after'
      : /\b(before|until|till|by|earlier than|to|and)\s*$/.test(before) &&
          (said.after || !/\b(to|and)\s*$/.test(before))
        ? 'before'
        : /\bbetween\s*$/.test(before)
          ? 'after'
          : 'at';
    said[relation] ??= found.time;
    rest = `${before.replace(/\b(?:at|by|around|about|after|before|between|from|until|till|past)\s*$/, '')} ${rest.slice(found.to)}`;
  }
  if (part && !said.at && !said.after && !said.before) {
    said.after = part.after;
    said.before = part.before;
  }
  return { said, rest: rest.replace(/\s+/g, ' ').trim() };
}

function nextTime(
  text: string,
  half: Half,
  bare: boolean,
): { time: string; from: number; to: number } | null {
  const forms = bare ? [...FORMS, form(`${HOUR}`, ([hour]) => [Number(hour), 0, null])] : FORMS;
  for (const { pattern, read } of forms) {
    const match = pattern.exec(text);
    if (!match) continue;
    const time = toTime(read(match.slice(1)), half);
    if (time) return { time, from: match.index, to: match.index + match[0].length };
  }
  return null;
}

function toTime([hour, minute, said]: [number, number, Half], part: Half): string | null {
  const half = said ?? part;
  if (hour > 24 || minute > 59 || (half && hour > 12 && half === 'am')) return null;
  const base = hour % 24;
  if (hour > 12) return clockTime(60 * base + minute);
  const twelve = base % 12;
  const afternoon = half ? half === 'pm' : hour === 0 ? false : twelve < 8;
  return clockTime(60 * (twelve + (afternoon ? 12 : 0)) + minute);
}
