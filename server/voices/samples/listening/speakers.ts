import { cepstra } from '../../../audio/cepstrum.ts';
import { PITCH_HOP_MS } from '../../../audio/fundamental.ts';
import type { SpeechSpan } from '../../../speech/voiceActivity.ts';
import { type Cluster, clusterOf, divergence, merged, unlikeness } from './clusters.ts';
import type { Heard } from './listened.ts';
import { secondPitchShare } from './secondPitch.ts';

const COEFFICIENTS = 12;
const HOP_MS = PITCH_HOP_MS / 2;
/** Voiced frames of one piece of speech that is taken to be one person's. */
const PIECE_FRAMES = 60;
/** A piece ends with a pause longer than this. */
const PAUSE_MS = 250;
/** Who speaks less than this share is not told from a strange sound. */
const LEAST_SHARE = 0.12;
/** More pieces than this are thinned out: clustering looks at every pair. */
const MOST_PIECES = 240;

/** What tells one speaker from several. */
export interface SpeakerTraits {
  /** How much better two Gaussians explain the sound than one, in nats per frame. */
  unlike: number;
  /** Distance of the two halves' means in standard deviations. */
  apart: number;
  /** Difference of the two halves' median pitch in semitones. */
  pitchApart: number;
  /** Spread of the pitch over the whole: the 10th to the 90th percentile in semitones. */
  pitchSpread: number;
  /** Share of the energetic frames in which two pitches sound at once. */
  secondPitch: number;
}

/** Null where there is too little voiced speech to tell. */
export function speakerTraits(heard: Heard, speech: readonly SpeechSpan[]): SpeakerTraits | null {
  const { samples, sampleRateHz, pitch } = heard;
  const frames = cepstra(samples, sampleRateHz, { count: COEFFICIENTS, hopMs: HOP_MS });
  const pieces: Cluster[] = [];
  let vectors: Float64Array[] = [];
  let pitches: number[] = [];
  const close = () => {
    if (vectors.length >= PIECE_FRAMES / 2) pieces.push(clusterOf(vectors, pitches));
    vectors = [];
    pitches = [];
  };
  let lastEndMs = 0;
  for (const { startMs, endMs } of speech) {
    if (startMs - lastEndMs > PAUSE_MS) close();
    lastEndMs = endMs;
    for (let index = Math.ceil(startMs / HOP_MS); index * HOP_MS < endMs; index++) {
      const frame = frames[index];
      const hz = pitch[index >> 1];
      if (!frame || hz == null) continue;
      vectors.push(frame);
      pitches.push(12 * Math.log2(hz / 100));
      if (vectors.length >= PIECE_FRAMES) close();
    }
  }
  close();
  if (pieces.length < 3) return null;
  const halves = twoOf(thinned(pieces));
  const all = pieces.flatMap((piece) => piece.pitches).sort((a, b) => a - b);
  const at = (share: number) => all[Math.floor(share * (all.length - 1))] ?? 0;
  return {
    unlike: divergence(...halves),
    apart: unlikeness(...halves),
    pitchApart: Math.abs(median(halves[0].pitches) - median(halves[1].pitches)),
    pitchSpread: at(0.9) - at(0.1),
    secondPitch: secondPitchShare(samples, sampleRateHz, speech),
  };
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

function thinned<Item>(items: readonly Item[]): Item[] {
  const step = Math.max(1, items.length / MOST_PIECES);
  return Array.from(
    { length: Math.floor(items.length / step) },
    (_, index) => items[Math.floor(index * step)]!,
  );
}

/**
 * Joins the two most alike pieces until two are left (agglomerative clustering by the generalised likelihood ratio,
 * as in Chen & Gopalakrishnan, DARPA workshop 1998). A cluster that stays too small goes to the one it is most like.
 */
function twoOf(pieces: readonly Cluster[]): [Cluster, Cluster] {
  let left = [...pieces];
  const total = left.reduce((sum, { count }) => sum + count, 0);
  const costs = left.map((a) => left.map((b) => (a === b ? Number.POSITIVE_INFINITY : costOf(a, b))));
  while (left.length > 2) {
    let [from, to, least] = [0, 1, Number.POSITIVE_INFINITY];
    // Three clusters of which one is too small: that one has to go, however unlike it is.
    const small = left.length === 3 ? left.findIndex(({ count }) => count < LEAST_SHARE * total) : -1;
    for (let i = 0; i < left.length; i++)
      for (let j = 0; j < i; j++) {
        if (small >= 0 && i !== small && j !== small) continue;
        if (costs[i]![j]! < least) [from, to, least] = [j, i, costs[i]![j]!];
      }
    const joined = merged(left[from]!, left[to]!);
    left = left.filter((_, index) => index !== to);
    costs.splice(to, 1);
    for (const row of costs) row.splice(to, 1);
    left[from] = joined;
    for (let k = 0; k < left.length; k++)
      if (k !== from) costs[k]![from] = costs[from]![k] = costOf(joined, left[k]!);
  }
  return [left[0]!, left[1]!];
}

/** Nats lost by describing both with one Gaussian (Ward's weighting keeps clusters even). */
const costOf = (a: Cluster, b: Cluster) => divergence(a, b) * (a.count + b.count);
