import { DIGIT_WORDS } from '../../dialogue/understanding/numbers/numberWords.ts';

/** What the caller is expected to say: it decides how long a silence is waited through. */
export type Expectation =
  | 'anything'
  | 'choice'
  | 'yes-no'
  | 'digits'
  | 'email'
  | 'spelling'
  | 'name'
  | 'date';

/** How long is waited for what, in milliseconds. */
export const PATIENCE = {
  /** A pause of the playout ends so long after the speech that caused it, unless words were understood. */
  resumeMs: 500,
  /** Somebody who speaks for so long while we do wants the floor, understood or not. */
  insistMs: 800,
  /** The recogniser gives its final words within so long after it was asked for them. */
  transcriptMs: 2_000,
  /** Nobody holds the floor longer without a break. */
  longestUtteranceMs: 45_000,
  /** Between two keys. */
  keyMs: 2_500,
  /** Nothing is heard of the caller, whose turn it is. */
  silenceMs: 7_000,
  /** The same while something is looked up or spelled out. */
  searchingMs: 12_000,
  /** We hold the floor and nothing is heard of us. */
  fillerMs: 1_500,
  /** Between two fillers, so that no silence of ours is longer than three seconds. */
  nextFillerMs: 2_500,
} as const;

/** Reprompts before a silent caller is given up. */
export const MOST_REPROMPTS = 2;

/** The silence after which a turn is taken to be over, by what is expected. */
const SILENCE_MS: Record<Expectation, number> = {
  'yes-no': 300,
  choice: 450,
  anything: 550,
  name: 700,
  date: 750,
  digits: 1_200,
  spelling: 1_400,
  email: 1_500,
};
/** Words after which nobody's sentence ends: it is thought about. */
const UNFINISHED =
  /(?:^|\s)(?:and|or|but|because|so|then|with|for|to|the|a|an|my|is|at|on|in|of|from|that|which|if|um+|uh+|er+|hmm+|like)[.…,]*$/i;
const UNFINISHED_MS = 600;

/** Digits that are read out one by one: fewer than this are seldom a whole number that a business gives its callers. */
const WHOLE_NUMBER = 5;

/** How long after the end of speech the turn is over, with these words so far, in ms. */
export function endpointMs(expects: Expectation, words: string): number {
  const digits = digitsAtTheEnd(words.trim());
  const silence =
    digits > 1 && digits < WHOLE_NUMBER
      ? Math.max(SILENCE_MS[expects], SILENCE_MS.digits)
      : SILENCE_MS[expects];
  return expects !== 'yes-no' && expects !== 'choice' && UNFINISHED.test(words.trim())
    ? silence + UNFINISHED_MS
    : silence;
}

const DIGITS_AT_THE_END = new RegExp(
  `(?:(?:^|[\\s,-])(?:${[...DIGIT_WORDS.keys()].join('|')}|\\d))+[.,…]*$`,
  'i',
);

/** How many digits the words end in, each said by itself: “at ten thirty” ends in none. */
const digitsAtTheEnd = (words: string): number =>
  DIGITS_AT_THE_END.exec(words)?.[0].match(/[a-z]+|\d/gi)?.length ?? 0;

/** Whether the silence of a caller whose turn it is has lasted too long, in ms. */
export function silenceMs(expects: Expectation): number {
  return expects === 'anything' || expects === 'choice' || expects === 'yes-no'
    ? PATIENCE.silenceMs
    : PATIENCE.searchingMs;
}
