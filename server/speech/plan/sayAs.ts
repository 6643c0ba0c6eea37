/**
 * English words for `<say-as>`. Engines without the element read these; null when the text is not what it
 * is said to be.
 */
export function sayAsEnglish(text: string, interpretAs: string, format: string | undefined): string | null {
  const value = text.trim();
  switch (interpretAs) {
    case 'characters':
      return spellOut(value);
    case 'digits':
      return /\d/.test(value)
        ? [...value].flatMap((c) => DIGITS[Number.parseInt(c, 10)] ?? []).join(' ')
        : null;
    case 'telephone':
      return telephone(value);
    case 'cardinal':
      return number(value, cardinal);
    case 'ordinal':
      return number(value.replace(/(?<=\d)(st|nd|rd|th)$/i, ''), ordinal);
    case 'currency':
      return currency(value, format);
    case 'date':
      return date(value, format);
    case 'time':
      return time(value, format);
    default:
      return null;
  }
}

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES: [bigint, string][] = [
  [1_000_000_000_000n, 'trillion'],
  [1_000_000_000n, 'billion'],
  [1_000_000n, 'million'],
  [1000n, 'thousand'],
  [100n, 'hundred'],
];
const IRREGULAR: Record<string, string> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const SYMBOLS: Record<string, string> = {
  '.': 'dot',
  ',': 'comma',
  '-': 'dash',
  _: 'underscore',
  '@': 'at',
  '/': 'slash',
  '#': 'hash',
  '+': 'plus',
  '*': 'star',
  '&': 'and',
  ':': 'colon',
  '?': 'question mark',
  '!': 'exclamation mark',
  "'": 'apostrophe',
};
/** How the engine pronounces the name of each letter; a bare “a” would be the article. */
const LETTERS: Record<string, string> = { a: 'ay' };

function spellOut(value: string): string | null {
  const names = [...value.normalize('NFKD').replace(/\p{M}/gu, '')].flatMap((character) => {
    const lower = character.toLowerCase();
    if (/[a-z]/.test(lower)) return LETTERS[lower] ?? character.toUpperCase();
    return DIGITS[Number.parseInt(character, 10)] ?? SYMBOLS[character] ?? [];
  });
  return names.length > 0 ? names.join(', ') : null;
}

function telephone(value: string): string | null {
  if (!/^[+\d\s().\-/x]+$/i.test(value) || !/\d/.test(value)) return null;
  const groups = value
    .replace(/\+/g, ' + ')
    .split(/[\s().\-/]+/)
    .filter(Boolean)
    .map((group) =>
      [...group].map((c) => (c === '+' ? 'plus' : /x/i.test(c) ? 'extension' : DIGITS[Number(c)])).join(' '),
    );
  return groups.join(', ');
}

function number(value: string, words: (n: bigint) => string): string | null {
  const plain = value.replace(/(?<=\d)[,\s](?=\d{3})/g, '');
  if (words === cardinal && /^-?\d{1,15}\.\d{1,20}$/.test(plain)) {
    const [whole = '', fraction = ''] = plain.split('.');
    const digits = [...fraction].map((c) => DIGITS[Number(c)]).join(' ');
    return `${plain.startsWith('-') ? 'minus ' : ''}${cardinal(BigInt(whole.replace('-', '')))} point ${digits}`;
  }
  if (!/^-?\d{1,15}$/.test(plain)) return null;
  const n = BigInt(plain);
  return n < 0n ? `minus ${words(-n)}` : words(n);
}

function cardinal(n: bigint): string {
  if (n < 10n) return DIGITS[Number(n)]!;
  if (n < 20n) return TEENS[Number(n) - 10]!;
  if (n < 100n)
    return n % 10n === 0n ? TENS[Number(n / 10n)]! : `${TENS[Number(n / 10n)]} ${cardinal(n % 10n)}`;
  const [scale, name] = SCALES.find(([size]) => n >= size)!;
  return `${cardinal(n / scale)} ${name}${n % scale === 0n ? '' : ` ${cardinal(n % scale)}`}`;
}

function ordinal(n: bigint): string {
  const words = cardinal(n).split(' ');
  const last = words.pop()!;
  words.push(IRREGULAR[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`));
  return words.join(' ');
}

const CURRENCIES: Record<string, [one: string, many: string, cent: string, cents: string]> = {
  $: ['dollar', 'dollars', 'cent', 'cents'],
  USD: ['dollar', 'dollars', 'cent', 'cents'],
  '€': ['euro', 'euros', 'cent', 'cents'],
  EUR: ['euro', 'euros', 'cent', 'cents'],
  '£': ['pound', 'pounds', 'penny', 'pence'],
  GBP: ['pound', 'pounds', 'penny', 'pence'],
  '¥': ['yen', 'yen', 'sen', 'sen'],
  JPY: ['yen', 'yen', 'sen', 'sen'],
  CHF: ['franc', 'francs', 'centime', 'centimes'],
};

function currency(value: string, format: string | undefined): string | null {
  const match = /^([$€£¥]|[A-Z]{3})?\s*(\d[\d,]*)(?:\.(\d{1,2}))?\s*([$€£¥]|[A-Z]{3})?$/.exec(value);
  const unit = CURRENCIES[match?.[1] ?? match?.[4] ?? format?.toUpperCase() ?? '$'];
  if (!match || !unit) return null;
  const whole = BigInt(match[2]!.replaceAll(',', ''));
  if (whole >= 10n ** 15n) return null;
  const cents = BigInt((match[3] ?? '').padEnd(2, '0'));
  const spoken = `${cardinal(whole)} ${whole === 1n ? unit[0] : unit[1]}`;
  if (cents === 0n) return spoken;
  const small = `${cardinal(cents)} ${cents === 1n ? unit[2] : unit[3]}`;
  return whole === 0n ? small : `${spoken} and ${small}`;
}

function date(value: string, format: string | undefined): string | null {
  const fields = value.match(/\d+/g)?.map(Number) ?? [];
  if (!/^\d+(?:[./-]\d+){1,2}$/.test(value)) return null;
  const order = format ?? (/^\d{4}/.test(value) ? 'ymd' : fields.length === 3 ? 'mdy' : 'md');
  if (!/^[ymd]{1,3}$/.test(order) || order.length !== fields.length) return null;
  const at = (letter: string) => fields[order.indexOf(letter)];
  const [year, month, day] = [at('y'), at('m'), at('d')];
  if (month !== undefined && !MONTHS[month - 1]) return null;
  if (day !== undefined && (day < 1 || day > 31)) return null;
  const spoken = [
    month === undefined ? '' : MONTHS[month - 1],
    day === undefined ? '' : ordinal(BigInt(day)),
  ].filter(Boolean);
  return [spoken.join(' '), year === undefined ? '' : yearWords(year)].filter(Boolean).join(', ');
}

function yearWords(year: number): string {
  const rest = year % 100;
  if (year < 1000 || year > 9999 || (year % 1000 < 10 && year >= 2000)) return cardinal(BigInt(year));
  const century = cardinal(BigInt(Math.floor(year / 100)));
  if (rest === 0) return `${century} hundred`;
  return `${century} ${rest < 10 ? 'oh ' : ''}${cardinal(BigInt(rest))}`;
}

function time(value: string, format: string | undefined): string | null {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap])\.?m\.?$|^(\d{1,2}):(\d{2})(?::(\d{2}))?$/i.exec(
    value,
  );
  if (!match) return null;
  const hour = Number(match[1] ?? match[5]);
  const minute = Number(match[2] ?? match[6]);
  const second = match[3] ?? match[7];
  if (hour > 23 || minute > 59 || Number(second ?? 0) > 59) return null;
  const half = match[4] ? `${match[4].toLowerCase() === 'a' ? 'ay' : 'P'} M` : '';
  if (half && (hour < 1 || hour > 12)) return null;
  const twelve = format === 'hms12' && !half;
  const spokenHour = cardinal(BigInt(twelve ? hour % 12 || 12 : hour));
  const spokenMinute =
    minute === 0
      ? half || twelve
        ? ''
        : "o'clock"
      : minute < 10
        ? `oh ${DIGITS[minute]}`
        : cardinal(BigInt(minute));
  const suffix = half || (twelve ? `${hour < 12 ? 'ay' : 'P'} M` : '');
  const seconds = second ? `and ${cardinal(BigInt(second))} seconds` : '';
  return [spokenHour, spokenMinute, seconds, suffix].filter(Boolean).join(' ');
}
