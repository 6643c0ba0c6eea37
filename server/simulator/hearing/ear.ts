import { decodeMuLaw } from '../../audio/g711.ts';
import { CALL_RATE_HZ } from '../../telephony/callTransport.ts';
import { LONGEST_PAUSE_MS, wasSaid } from './evidence.ts';
import { pausesIn } from './pauses.ts';
import type { Spotter } from './spotting.ts';

/** Understands what came over a line: of the sound alone, never of what the program says that it said. */
export interface Ear {
  /** Which of these sentences is at the end of what was heard; null: none of them. */
  understand(heard: Uint8Array, sentences: readonly string[]): Promise<number | null>;
  /** Whether somewhere in what was heard these words are said, one behind the other. */
  hears(heard: Uint8Array, words: string): Promise<boolean>;
}

/** Ends of what was heard in which a question is looked for: what is lost among many sounds is found among few. */
const LAST_MS = [8_000, 5_000, 3_000, 2_000];
/** The search may take the end of a last word for noise. */
const MOST_BEHIND_MS = 300;
const WINDOW_MS = 6_000;
/** As long as a slow word takes. */
const WORD_MS = 450;
/** And a pause between two of them. */
const PAUSE_MS = 500;
/** Silence kept around what was heard: words at the very edge are heard badly. */
const EDGE_MS = 160;

export function openEar(spotter: Spotter): Ear {
  async function understand(heard: Uint8Array, sentences: readonly string[]): Promise<number | null> {
    const { endMs, audible } = pausesIn(heard);
    if (!audible) return null;
    for (const lastMs of LAST_MS) {
      const fromMs = Math.max(0, endMs - lastMs);
      const part = heard.subarray(bytes(fromMs), bytes(endMs + EDGE_MS));
      const found = await spotter.spot(decodeMuLaw(part), sentences.map(plain), 'end');
      const behindMs = endMs - fromMs - (found?.pieces.at(-1)?.endMs ?? 0);
      if (found && behindMs <= MOST_BEHIND_MS && wasSaid(found.pieces)) return found.index;
    }
    return null;
  }

  async function hears(heard: Uint8Array, words: string): Promise<boolean> {
    const wanted = plain(words);
    for (const window of windowsOf(heard, wanted.length)) {
      const found = await spotter.spot(decodeMuLaw(window), [wanted], 'anywhere');
      if (found && wasSaid(found.pieces)) return true;
    }
    return false;
  }

  return { understand, hears };
}

/**
 * Overlapping parts of what is said without a long pause, so that so many words lie whole in one: in a long sound the
 * search loses what fits a little worse.
 */
function windowsOf(heard: Uint8Array, words: number): Uint8Array[] {
  const overlapMs = PAUSE_MS + words * WORD_MS;
  const lengthMs = Math.max(WINDOW_MS, 2 * overlapMs);
  const windows: Uint8Array[] = [];
  for (const { fromMs, toMs } of stretchesOf(heard))
    for (let atMs = fromMs; atMs === fromMs || atMs + overlapMs < toMs; atMs += lengthMs - overlapMs)
      windows.push(heard.subarray(bytes(atMs), bytes(Math.min(toMs, atMs + lengthMs))));
  return windows;
}

/** Between long pauses, with the edges of these. */
function stretchesOf(heard: Uint8Array): { fromMs: number; toMs: number }[] {
  const { pauses, endMs, audible } = pausesIn(heard);
  const [first, ...others] = pauses;
  if (!audible || !first) return [];
  const long = others.filter(({ fromMs, toMs }) => toMs - fromMs > LONGEST_PAUSE_MS);
  return [first, ...long].map(({ toMs }, index) => ({
    fromMs: Math.max(0, toMs - EDGE_MS),
    toMs: (long[index]?.fromMs ?? endMs) + EDGE_MS,
  }));
}

const bytes = (ms: number) => (ms * CALL_RATE_HZ) / 1000;

/** Words as they sound: small letters, no signs. */
function plain(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\p{N}'\s]/gu, ' ')
    .trim()
    .split(/\s+/);
}
