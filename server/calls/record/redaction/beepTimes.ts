import type { Party } from '../../contract.ts';
import type { Hidden } from './redactEvents.ts';
import { type TimedWord, timesOf } from './timesOf.ts';
import { tokensOf } from './tokens.ts';

/** A stretch of one party’s sound that is to be covered. */
export interface Beep {
  party: Party;
  fromMs: number;
  toMs: number;
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
  const fromMs = Math.max(0, hidden.atMs - LINE_MARGIN_MS);
  const toMs = hidden.endMs + LINE_MARGIN_MS;
  const line = { fromMs, toMs };
  const known = hidden.words && timed(hidden, hidden.words, 0, line);
  if (known) return known;
  const found = align && (await align(await sound(hidden.party, fromMs, toMs), hidden.text, language));
  return (found && timed(hidden, found, fromMs, line)) ?? [{ party: hidden.party, fromMs, toMs }];
}

/**
 * Where a hidden word was not heard, all between the words beside its place is covered; null where even those are
 * not known.
 */
function timed(
  { party, text, found }: Hidden,
  words: readonly TimedWord[],
  offsetMs: number,
  line: { fromMs: number; toMs: number },
): Beep[] | null {
  const tokens = tokensOf(text);
  const times = timesOf(tokens, words);
  const beeps: Beep[] = [];
  for (const { from, to } of found) {
    const first = tokens.findIndex((token) => token.to > from);
    const end = tokens.findIndex((token) => token.from >= to);
    const behind = end < 0 ? tokens.length : end;
    const said = times.slice(first, behind);
    const [start, last] = [said[0], said.at(-1)];
    const known = start && last && !said.includes(null);
    // Of a word that is also hidden nobody knows which of the two was heard.
    const inside = new Set(tokens.slice(first, behind).map(({ word }) => word));
    const isMark = (time: TimedWord | null, at: number) => time !== null && !inside.has(tokens[at]!.word);
    const before = times.findLast((time, at) => at < first && isMark(time, at));
    const after = times.find((time, at) => at >= behind && isMark(time, at));
    const fromMs = known ? start.startMs : before?.endMs;
    const toMs = known ? last.endMs : after?.startMs;
    if (fromMs === undefined && toMs === undefined) return null;
    beeps.push({
      party,
      fromMs: fromMs === undefined ? line.fromMs : Math.max(0, offsetMs + fromMs - WORD_MARGIN_MS),
      toMs: toMs === undefined ? line.toMs : offsetMs + toMs + WORD_MARGIN_MS,
    });
  }
  return beeps;
}
