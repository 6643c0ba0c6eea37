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
  /**
   * Somebody who goes on speaking before so much of our answer left had only paused: of what leaves, a caller has heard
   * nothing for some tenths of a second, and nobody answers a sentence of which they have heard three words.
   */
  goOnMs: 900,
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

/** Reprompts for the same before a silent caller is given up. What a flow asks it asks anew by itself, as often as it says. */
export const MOST_REPROMPTS = 2;

/** Whether the silence of a caller whose turn it is has lasted too long, in ms. */
export function silenceMs(expects: Expectation): number {
  return expects === 'anything' || expects === 'choice' || expects === 'yes-no'
    ? PATIENCE.silenceMs
    : PATIENCE.searchingMs;
}
