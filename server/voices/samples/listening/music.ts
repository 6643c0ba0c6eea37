import { PITCH_HOP_MS } from '../../../audio/fundamental.ts';
import { powerSpectra } from '../../../audio/spectrum.ts';
import type { SpeechSpan } from '../../../speech/voiceActivity.ts';
import type { Heard } from './listened.ts';

const WINDOW = 2048;
const HOP = 512;
/** A peak stands out this much over the spectrum around it. */
const PEAK_RATIO = 12;
/** Tones last; the overtones of speech glide away sooner. */
const LASTING_FRAMES = 9;
const SEMITONE = 12;
/** A note is held this long, within this many semitones. */
const HELD_FRAMES = Math.round(260 / PITCH_HOP_MS);
const HELD_SEMITONES = 0.35;

/** What tells music and tones from speech; each grows with music, or shrinks. */
export interface MusicTraits {
  /** Share of the energy in peaks that stay where they are for a third of a second. */
  lasting: number;
  /** The same in the pauses of the speech. */
  lastingInPauses: number;
  /** How loud the pauses are beside the speech, in units of 10 dB; 0 where nothing is either. */
  pauses: number;
  /** Share of the level's movement between 2 and 8 Hz, where syllables are (Scheirer & Slaney, ICASSP 1997). */
  syllables: number;
  /** Share of frames below half of the mean power (Saunders, ICASSP 1996). */
  lulls: number;
  /** How regularly sounds begin: the best autocorrelation of their onsets between 0.2 and 1.1 s. */
  beat: number;
  /** Share of the voiced frames whose pitch is held. */
  held: number;
  /** Share of the time in which somebody speaks. */
  speech: number;
}

export function musicTraits(
  { samples, sampleRateHz, pitch }: Heard,
  speech: readonly SpeechSpan[],
): MusicTraits {
  const spectrumOf = powerSpectra(WINDOW);
  const starts: number[] = [];
  for (let start = 0; start + WINDOW <= samples.length; start += HOP) starts.push(start);
  const inSpeech = starts.map((start) => {
    const ms = ((start + WINDOW / 2) * 1000) / sampleRateHz;
    return speech.some(({ startMs, endMs }) => ms >= startMs && ms < endMs);
  });
  const [low, high] = [60, 5000].map((hz) => Math.round((hz * WINDOW) / sampleRateHz)) as [number, number];
  const energies: number[] = [];
  const onsets: number[] = [];
  const lastingEnergy: number[] = [];
  let ages = new Uint16Array(high + 2);
  let origins = new Float64Array(high + 2);
  let before = new Float64Array(high + 2);
  for (const start of starts) {
    const spectrum = spectrumOf(samples.subarray(start, start + WINDOW));
    let energy = 0;
    let onset = 0;
    let lasting = 0;
    const nextAges = new Uint16Array(high + 2);
    const nextOrigins = new Float64Array(high + 2);
    const level = new Float64Array(high + 2);
    let around = 0;
    for (let bin = low - 8; bin < low + 8; bin++) around += spectrum[Math.max(0, bin)]!;
    for (let bin = low; bin <= high; bin++) {
      const power = spectrum[bin]!;
      energy += power;
      level[bin] = Math.log(power + 1e-6);
      onset += Math.max(0, level[bin]! - before[bin]!);
      around += spectrum[bin + 8]! - spectrum[Math.max(0, bin - 9)]!;
      const [left, right] = [spectrum[bin - 1]!, spectrum[bin + 1]!];
      if (power < left || power < right) continue;
      const background = (around - power - left - right) / 13;
      if (power < PEAK_RATIO * 0.5 * background || power < 1e-6) continue;
      const place = bin + vertex(Math.log(left + 1e-12), Math.log(power), Math.log(right + 1e-12));
      let parent = -1;
      for (let near = bin - 1; near <= bin + 1; near++)
        if (
          ages[near]! > 0 &&
          Math.abs(origins[near]! - place) < 0.7 &&
          (parent < 0 || ages[near]! > ages[parent]!)
        )
          parent = near;
      nextAges[bin] = parent < 0 ? 1 : ages[parent]! + 1;
      nextOrigins[bin] = parent < 0 ? place : origins[parent]!;
      if (nextAges[bin]! >= LASTING_FRAMES) lasting += left + power + right;
    }
    ages = nextAges;
    origins = nextOrigins;
    before = level;
    energies.push(energy);
    onsets.push(onset / (high - low));
    lastingEnergy.push(lasting);
  }
  const loudest = energies.reduce((most, energy) => Math.max(most, energy), 0);
  const where = (wanted: boolean, values: readonly number[]) =>
    values.reduce((sum, value, index) => (inSpeech[index] === wanted ? sum + value : sum), 0);
  const count = (wanted: boolean) => inSpeech.filter((is) => is === wanted).length;
  const total = sum(energies);
  const pauseEnergy = where(false, energies);
  const quiet = count(false) === 0 ? 0 : pauseEnergy / count(false);
  const loud = count(true) === 0 ? loudest : where(true, energies) / count(true);
  const mean = total / Math.max(1, energies.length);
  return {
    lasting: ratio(sum(lastingEnergy), total),
    lastingInPauses: ratio(where(false, lastingEnergy), pauseEnergy),
    pauses: quiet > 0 && loud > 0 ? Math.max(-5, Math.log10(quiet / loud)) : -5,
    syllables: syllableShare(energies, sampleRateHz / HOP),
    lulls: ratio(energies.filter((energy) => energy < mean / 2).length, energies.length),
    beat: beatOf(onsets, sampleRateHz / HOP),
    held: heldShare(pitch),
    speech: ratio(count(true), starts.length),
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : 0);

function vertex(left: number, middle: number, right: number): number {
  const curve = left - 2 * middle + right;
  return curve >= 0 ? 0 : Math.max(-0.5, Math.min(0.5, (left - right) / (2 * curve)));
}

/** Of the level's slow movement (0.5 to 15 Hz), how much is between 2 and 8 Hz. */
function syllableShare(energies: readonly number[], rateHz: number): number {
  const length = 64;
  const spectrumOf = powerSpectra(length);
  const levels = Float32Array.from(energies, (energy) => Math.sqrt(energy));
  let [inside, all] = [0, 0];
  for (let start = 0; start + length <= levels.length; start += length / 2) {
    const piece = levels.slice(start, start + length);
    const mean = sum([...piece]) / length;
    for (const [bin, power] of spectrumOf(piece.map((level) => level - mean)).entries()) {
      const hz = (bin * rateHz) / length;
      if (hz < 0.4) continue;
      all += power;
      if (hz >= 2 && hz <= 8) inside += power;
    }
  }
  return ratio(inside, all);
}

function beatOf(onsets: readonly number[], rateHz: number): number {
  const mean = sum(onsets) / Math.max(1, onsets.length);
  const centred = onsets.map((onset) => onset - mean);
  const at = (lag: number) => {
    let product = 0;
    for (let i = 0; i + lag < centred.length; i++) product += centred[i]! * centred[i + lag]!;
    return product / Math.max(1, centred.length - lag);
  };
  const power = at(0);
  if (power <= 0) return 0;
  let best = 0;
  for (let lag = Math.round(0.2 * rateHz); lag <= 1.1 * rateHz && 3 * lag < centred.length; lag++)
    best = Math.max(best, Math.min(at(lag), at(2 * lag)) / power);
  return best;
}

function heldShare(pitch: readonly (number | null)[]): number {
  let [held, voiced] = [0, 0];
  for (let start = 0; start < pitch.length; ) {
    const first = pitch[start];
    if (first == null) {
      start++;
      continue;
    }
    let [lowest, highest] = [first, first];
    let end = start + 1;
    for (; end < pitch.length; end++) {
      const hz = pitch[end];
      if (hz == null) break;
      const [low, high] = [Math.min(lowest, hz), Math.max(highest, hz)];
      if (SEMITONE * Math.log2(high / low) > 2 * HELD_SEMITONES) break;
      [lowest, highest] = [low, high];
    }
    voiced += end - start;
    if (end - start >= HELD_FRAMES) held += end - start;
    start = end;
  }
  return ratio(held, voiced);
}
