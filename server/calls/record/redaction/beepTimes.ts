import type { Party } from '../../contract.ts';
import type { Hidden } from './redactEvents.ts';
import { tokensOf } from './tokens.ts';

/** A stretch of one party’s sound that is to be covered. */
export interface Beep {
  party: Party;
  fromMs: number;
  toMs: number;
}

/** A word, and when it was said, from the beginning of the sound it was looked for in. */
export interface TimedWord {
  text: string;
  startMs: number;
  endMs: number;
}

/** Says when each word of a text was said; null where nobody can. */
export type Align = (
  sound: Uint8Array,
  text: string,
  language: string,
) => Promise<readonly TimedWord[] | null>;

/** Words run into each other; so much before and behind is covered too. */
const WORD_MARGIN_MS = 150;
/** An utterance is known less exactly. */
const LINE_MARGIN_MS = 300;

/**
 * When what is hidden was said: by the times of its words, else by looking for them in the sound, else all of the
 * line. `sound` gives µ-law of one party.
 */
export async function beepsOf(
  hidden: Hidden,
  language: string,
  {
    align,
    sound,
  }: { align: Align | null; sound(party: Party, fromMs: number, toMs: number): Promise<Uint8Array> },
): Promise<Beep[]> {
  const known = hidden.words && timed(hidden, hidden.words, 0);
  if (known) return known;
  const fromMs = Math.max(0, hidden.atMs - LINE_MARGIN_MS);
  const toMs = hidden.endMs + LINE_MARGIN_MS;
  const found = align && (await align(await sound(hidden.party, fromMs, toMs), hidden.text, language));
  return (found && timed(hidden, found, fromMs)) ?? [{ party: hidden.party, fromMs, toMs }];
}

/** Null unless each hidden word has its time. */
function timed({ party, text, found }: Hidden, words: readonly TimedWord[], offsetMs: number): Beep[] | null {
  const tokens = tokensOf(text);
  const times = words.flatMap((word) => tokensOf(word.text).map(({ word: plain }) => ({ ...word, plain })));
  const beeps: Beep[] = [];
  let at = 0;
  const of = tokens.map((token) => {
    // In order; words that were added or left out in between are passed over.
    const ahead = times.slice(at, at + 4).findIndex(({ plain }) => plain === token.word);
    if (ahead < 0) return null;
    at += ahead + 1;
    return times[at - 1]!;
  });
  for (const { from, to } of found) {
    const said = tokens.flatMap((token, n) => (token.from < to && from < token.to ? [of[n] ?? null] : []));
    const first = said[0];
    const last = said.at(-1);
    if (!first || !last || said.includes(null)) return null;
    beeps.push({
      party,
      fromMs: Math.max(0, offsetMs + first.startMs - WORD_MARGIN_MS),
      toMs: offsetMs + last.endMs + WORD_MARGIN_MS,
    });
  }
  return beeps;
}
