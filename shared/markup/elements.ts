import { EMPHASIS_LEVELS, type EmphasisLevel } from '../speech/vocabulary.ts';
import { MarkupError } from './markupError.ts';

/** The longest single `<break>`, in milliseconds. */
export const MAX_BREAK_MS = 10_000;
/** The sum of all `<break>`s of a text, in milliseconds. */
export const MAX_BREAKS_TOTAL_MS = 300_000;
/** How deep elements may lie in each other. */
export const MAX_NESTING = 4;

/** What `<say-as interpret-as>` may say. */
export const SAY_AS = [
  'characters',
  'digits',
  'cardinal',
  'ordinal',
  'date',
  'time',
  'telephone',
  'currency',
] as const;
export type SayAs = (typeof SAY_AS)[number];

/** Alphabets of `<phoneme>`. */
export const ALPHABETS = ['ipa', 'x-sampa', 'arpabet'] as const;
export type Alphabet = (typeof ALPHABETS)[number];

/** Length of a `<break strength>` in milliseconds. */
export const BREAK_STRENGTHS_MS = {
  none: 0,
  'x-weak': 100,
  weak: 200,
  medium: 400,
  strong: 700,
  'x-strong': 1200,
} as const;

/** What an element gives the text inside it. */
export interface Style {
  emphasis?: EmphasisLevel;
  sayAs?: { interpretAs: SayAs; format?: string };
  phoneme?: { alphabet: Alphabet; ph: string };
}

const ATTRIBUTES: Record<string, readonly string[]> = {
  break: ['time', 'strength'],
  emphasis: ['level'],
  phoneme: ['alphabet', 'ph'],
  'say-as': ['interpret-as', 'format'],
};
export const isElement = (name: string) => Object.hasOwn(ATTRIBUTES, name);

export type Attributes = Map<string, string>;

/** Throws MarkupError for an attribute that the element does not have. */
export function checkAttributes(name: string, attributes: Attributes, at: number): void {
  for (const key of attributes.keys()) {
    if (!ATTRIBUTES[name]?.includes(key)) {
      throw new MarkupError(
        at,
        `<${name}> has no attribute “${key}”; it takes ${ATTRIBUTES[name]?.join(' and ')}.`,
      );
    }
  }
}

/** Length of a `<break>`; `time` wins over `strength`, and without either it is a medium one. */
export function breakMs(attributes: Attributes, at: number): number {
  const time = attributes.get('time');
  if (time === undefined) {
    return BREAK_STRENGTHS_MS[
      oneOf(attributes.get('strength') ?? 'medium', keysOf(BREAK_STRENGTHS_MS), 'strength', at)
    ];
  }
  const match = /^\+?(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})(ms|s)$/.exec(time.trim());
  if (!match) throw new MarkupError(at, 'Write the time of a break as in time="500ms" or time="1.5s".');
  const durationMs = Math.round(Number(match[1]) * (match[2] === 's' ? 1000 : 1));
  if (durationMs > MAX_BREAK_MS) throw new MarkupError(at, 'A break can be at most 10 seconds long.');
  return durationMs;
}

/** What an element that encloses text gives it. Throws MarkupError for a bad value. */
export function styleOf(name: string, attributes: Attributes, at: number): Style {
  if (name === 'emphasis') {
    return { emphasis: oneOf(attributes.get('level') ?? 'moderate', EMPHASIS_LEVELS, 'level', at) };
  }
  if (name === 'say-as') {
    const interpretAs = oneOf(attributes.get('interpret-as') ?? '', SAY_AS, 'interpret-as', at);
    const format = attributes.get('format')?.trim();
    if (format && format.length > 40)
      throw new MarkupError(at, 'The format of <say-as> is longer than 40 characters.');
    return { sayAs: format ? { interpretAs, format } : { interpretAs } };
  }
  const alphabet = oneOf(attributes.get('alphabet') ?? 'ipa', ALPHABETS, 'alphabet', at);
  const ph = attributes.get('ph')?.trim() ?? '';
  if (ph === '' || ph.length > 200) {
    throw new MarkupError(at, '<phoneme> needs its sounds in ph="…", 1 to 200 characters.');
  }
  return { phoneme: { alphabet, ph } };
}

function keysOf<T extends object>(object: T): (keyof T & string)[] {
  return Object.keys(object) as (keyof T & string)[];
}

function oneOf<T extends string>(value: string, allowed: readonly T[], name: string, at: number): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new MarkupError(at, `${name} must be one of ${allowed.join(', ')}.`);
  return found;
}
