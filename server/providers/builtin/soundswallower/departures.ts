import type { Departure, HeardWord } from '../../../speech/recognition/contract.ts';

/** A piece of what the recogniser heard: an expected word, or a sound that belongs to none. */
export interface Heard {
  /** The word; null for a sound. */
  word: string | null;
  /** The sound of a stray piece. */
  phone: string;
  startMs: number;
  endMs: number;
  /** 0 to 1. */
  score: number;
}

export interface ExpectedWord {
  word: string;
  phones: readonly string[];
}

/**
 * How many sounds must be wrong in one place before it counts, half of one for a sound of the same class. Voices
 * swallow and slur single sounds all the time. Tuned on the first half of the bench's texts.
 */
const WRONG_SOUNDS = 3.5;
/** Words said in another way, as voices do, differ in less than this share of their sounds. */
const DIFFERENT_SHARE = 0.65;
/** Places with no more words than these between them are one. */
const NEAR_WORDS = 3;

const CLASSES: readonly string[][] = [
  [
    'AA',
    'AE',
    'AH',
    'AO',
    'AW',
    'AY',
    'EH',
    'ER',
    'EY',
    'IH',
    'IY',
    'OW',
    'OY',
    'UH',
    'UW',
    'Y',
    'W',
    'R',
    'L',
  ],
  ['P', 'T', 'K', 'B', 'D', 'G', 'CH', 'JH', 'TH', 'DH', 'HH', 'F', 'V'],
  ['S', 'Z', 'SH', 'ZH', 'CH', 'JH', 'TH', 'F', 'V', 'HH'],
  ['M', 'N', 'NG', 'L', 'W', 'R', 'V', 'DH', 'B', 'D'],
];

function unlikeness(a: string, b: string): number {
  if (a === b) return 0;
  return CLASSES.some((members) => members.includes(a) && members.includes(b)) ? 0.5 : 1;
}

/** The least cost of turning one sequence of phones into another (Levenshtein, 1966). */
export function phoneDistance(a: readonly string[], b: readonly string[]): number {
  let row = Float64Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, one] of a.entries()) {
    const next = Float64Array.of(i + 1, ...new Float64Array(b.length));
    for (const [j, other] of b.entries())
      next[j + 1] = Math.min(row[j]! + unlikeness(one, other), row[j + 1]! + 1, next[j]! + 1);
    row = next;
  }
  return row[b.length]!;
}

/** Which expected word each heard one is: the longest common subsequence, in order. */
function placesOf(expected: readonly ExpectedWord[], words: readonly Heard[]): number[] {
  const columns = words.length + 1;
  const table = new Uint32Array((expected.length + 1) * columns);
  for (let i = expected.length - 1; i >= 0; i--)
    for (let j = words.length - 1; j >= 0; j--)
      table[i * columns + j] =
        expected[i]!.word === words[j]!.word
          ? table[(i + 1) * columns + j + 1]! + 1
          : Math.max(table[(i + 1) * columns + j]!, table[i * columns + j + 1]!);
  const places: number[] = [];
  for (let i = 0, j = 0; i < expected.length && j < words.length; ) {
    if (expected[i]!.word === words[j]!.word) {
      places.push(i++);
      j++;
    } else if (table[(i + 1) * columns + j]! >= table[i * columns + j + 1]!) i++;
    else j++;
  }
  return places;
}

/** One gap between two expected words that were heard: what is missing there, and which sounds are too many. */
export interface Gap {
  from: number;
  to: number;
  startMs: number;
  endMs: number;
  missing: string[];
  extra: string[];
  /** Sounds that are wrong. */
  wrong: number;
}

/** Every place where the sound is not that of the expected words, however small. */
export function gapsOf(expected: readonly ExpectedWord[], heard: readonly Heard[]): Gap[] {
  const places = placesOf(
    expected,
    heard.filter(({ word }) => word !== null),
  );
  const gaps: Gap[] = [];
  let next = 0;
  let sounds: Heard[] = [];
  let lastEndMs = heard[0]?.startMs ?? 0;
  const close = (to: number, atMs: number) => {
    const missing = expected.slice(next, to).flatMap(({ phones }) => phones);
    const extra = sounds.map(({ phone }) => phone);
    if (missing.length + extra.length === 0) return;
    gaps.push({
      from: next,
      to,
      startMs: sounds[0]?.startMs ?? lastEndMs,
      endMs: sounds.at(-1)?.endMs ?? atMs,
      missing,
      extra,
      wrong: phoneDistance(missing, extra),
    });
  };
  let word = 0;
  for (const piece of heard) {
    if (piece.word === null) {
      sounds.push(piece);
      continue;
    }
    const place = places[word++]!;
    close(place, piece.startMs);
    next = place + 1;
    sounds = [];
    lastEndMs = piece.endMs;
  }
  close(expected.length, lastEndMs);
  return gaps;
}

/** The gaps that are worth a person's ear: those that lie near each other count together, as a word that moved does. */
export function departuresOf(gaps: readonly Gap[]): Departure[] {
  const clusters: [Gap, ...Gap[]][] = [];
  for (const gap of gaps.filter(isUnlike)) {
    const cluster = clusters.at(-1);
    if (cluster && gap.from - cluster.at(-1)!.to <= NEAR_WORDS) cluster.push(gap);
    else clusters.push([gap]);
  }
  return clusters
    .filter((cluster) => cluster.reduce((sum, { wrong }) => sum + wrong, 0) >= WRONG_SOUNDS)
    .map((cluster) => {
      const [first, last] = [cluster[0], cluster.at(-1)!];
      const some = (side: 'missing' | 'extra') => cluster.some((gap) => gap[side].length > 0);
      return {
        kind: !some('missing') ? 'extra' : !some('extra') ? 'missing' : 'different',
        from: first.from,
        to: last.to,
        startMs: first.startMs,
        endMs: Math.max(first.startMs, last.endMs),
      };
    });
}

function isUnlike({ missing, extra, wrong }: Gap): boolean {
  return (
    missing.length === 0 ||
    extra.length === 0 ||
    wrong >= DIFFERENT_SHARE * Math.max(missing.length, extra.length)
  );
}

/** The expected words that were heard. */
export function wordsOf(heard: readonly Heard[]): HeardWord[] {
  return heard.flatMap(({ word, startMs, endMs, score }) =>
    word === null ? [] : [{ text: word, startMs, endMs, confidence: score }],
  );
}
