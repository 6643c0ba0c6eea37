const UNITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const TEENS = [
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** Spoken digits: 0 to 9, with the names people give to nought. */
export const DIGIT_WORDS: ReadonlyMap<string, number> = new Map([
  ...UNITS.map((word, value): [string, number] => [word, value]),
  ['oh', 0],
  ['o', 0],
  ['nought', 0],
  ['naught', 0],
]);

/** 10 to 19. */
export const TEEN_WORDS: ReadonlyMap<string, number> = new Map(TEENS.map((word, at) => [word, 10 + at]));

/** 20, 30 … 90, also as they are often misspelled. */
export const TENS_WORDS: ReadonlyMap<string, number> = new Map([
  ...TENS.map((word, at): [string, number] => [word, 10 * (at + 2)]),
  ['fourty', 40],
]);

/** “third” → 3, up to 31: days of a month need no more. */
export const ORDINAL_WORDS: ReadonlyMap<string, number> = new Map([
  ...[
    'first',
    'second',
    'third',
    'fourth',
    'fifth',
    'sixth',
    'seventh',
    'eighth',
    'ninth',
    'tenth',
    'eleventh',
    'twelfth',
    'thirteenth',
    'fourteenth',
    'fifteenth',
    'sixteenth',
    'seventeenth',
    'eighteenth',
    'nineteenth',
    'twentieth',
  ].map((word, at): [string, number] => [word, at + 1]),
  ['thirtieth', 30],
]);

/** How often the next digit is meant: “double four” is 44. */
export const REPEAT_WORDS: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['triple', 3],
  ['treble', 3],
]);
