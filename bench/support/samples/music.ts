import type { SeededRandom } from '../../../server/simulator/seededRandom.ts';

export const MUSIC = ['chords', 'arpeggio', 'drums', 'melody', 'sung vowels'] as const;
export type Music = (typeof MUSIC)[number];

const ROOTS = [0, 5, 7, 9, 2, 4] as const;
const MINOR = [0, 3, 7, 12];
const MAJOR = [0, 4, 7, 12];
const hz = (semitones: number) => 110 * 2 ** (semitones / 12);

/** Music of one kind, with a peak of about 0.5: computed, with tempo, key and sound by chance. */
export function playMusic(kind: Music, seconds: number, rateHz: number, random: SeededRandom): Float32Array {
  const out = new Float32Array(Math.round(seconds * rateHz));
  const key = random.number(12);
  const beatSeconds = 60 / (80 + random.number(70));
  const bright = 2 + random.number(6);
  const tone = (at: number, length: number, frequency: number, gain: number, vibrato = 0) =>
    note(out, rateHz, { at, length, frequency, gain, bright, vibrato });
  switch (kind) {
    case 'chords':
      for (let at = 0, bar = 0; at < seconds; at += 4 * beatSeconds, bar++) {
        const root = key + ROOTS[bar % ROOTS.length]!;
        for (const step of bar % 3 === 1 ? MINOR : MAJOR)
          tone(at, 4 * beatSeconds, hz(root + step + 12), 0.3);
      }
      break;
    case 'arpeggio':
      for (let at = 0, step = 0; at < seconds; at += beatSeconds / 2, step++) {
        const root = key + ROOTS[(step >> 3) % ROOTS.length]!;
        tone(at, beatSeconds * 0.9, hz(root + MAJOR[step % 4]! + 12), 0.6);
      }
      break;
    case 'melody':
      for (let at = 0, pitch = 24; at < seconds; ) {
        const length = beatSeconds * (1 + random.number(3)) * 0.5;
        pitch = Math.max(12, Math.min(36, pitch + random.number(9) - 4));
        tone(at, length, hz(key + pitch), 0.7, 0.003);
        at += length;
      }
      break;
    case 'sung vowels':
      for (let at = 0, pitch = 12; at < seconds; ) {
        const length = beatSeconds * (1 + random.number(2));
        pitch = Math.max(5, Math.min(24, pitch + random.number(7) - 3));
        sing(out, rateHz, { at, length: length * 0.95, frequency: hz(pitch), vowel: random.number(3) });
        at += length;
      }
      break;
    case 'drums':
      for (let at = 0, step = 0; at < seconds; at += beatSeconds / 2, step++) {
        if (step % 4 === 0) drum(out, rateHz, random, { at, seconds: 0.18, hz: 60, noise: 0.05 });
        if (step % 4 === 2) drum(out, rateHz, random, { at, seconds: 0.14, hz: 180, noise: 0.7 });
        drum(out, rateHz, random, { at, seconds: 0.04, hz: 0, noise: 0.25 });
      }
  }
  const peak = out.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-9);
  return out.map((sample) => (sample * 0.5) / peak);
}

function note(
  out: Float32Array,
  rateHz: number,
  n: { at: number; length: number; frequency: number; gain: number; bright: number; vibrato: number },
) {
  const [from, count] = [Math.round(n.at * rateHz), Math.round(n.length * rateHz)];
  let phase = 0;
  for (let i = 0; i < count && from + i < out.length; i++) {
    const t = i / rateHz;
    phase += (2 * Math.PI * n.frequency * (1 + n.vibrato * Math.sin(2 * Math.PI * 5 * t))) / rateHz;
    const shape = Math.min(1, t / 0.01) * Math.min(1, (n.length - t) / 0.03) * Math.exp(-t * 1.2);
    let value = 0;
    for (let k = 1; k <= n.bright && k * n.frequency < rateHz / 2; k++) value += Math.sin(k * phase) / k;
    out[from + i]! += n.gain * shape * value;
  }
}

/** First three resonances of a, e and o, in Hz. */
const VOWELS = [
  [730, 1090, 2440],
  [530, 1840, 2480],
  [570, 840, 2410],
] as const;

function sing(
  out: Float32Array,
  rateHz: number,
  n: { at: number; length: number; frequency: number; vowel: number },
) {
  const [from, count] = [Math.round(n.at * rateHz), Math.round(n.length * rateHz)];
  const gains = Array.from({ length: Math.floor(5000 / n.frequency) }, (_, index) =>
    VOWELS[n.vowel]!.reduce(
      (sum, formant, order) =>
        sum + 0.6 ** order / (1 + (((index + 1) * n.frequency - formant) / (90 + 30 * order)) ** 2),
      0.01,
    ),
  );
  let phase = 0;
  for (let i = 0; i < count && from + i < out.length; i++) {
    const t = i / rateHz;
    const vibrato = 0.012 * Math.min(1, t / 0.4) * Math.sin(2 * Math.PI * 5.5 * t);
    phase += (2 * Math.PI * n.frequency * (1 + vibrato)) / rateHz;
    const shape = Math.min(1, t / 0.05) * Math.max(0, Math.min(1, (n.length - t) / 0.06));
    let value = 0;
    for (const [index, gain] of gains.entries()) value += gain * Math.sin((index + 1) * phase);
    out[from + i]! += shape * value;
  }
}

function drum(
  out: Float32Array,
  rateHz: number,
  random: SeededRandom,
  n: { at: number; seconds: number; hz: number; noise: number },
) {
  const [from, count] = [Math.round(n.at * rateHz), Math.round(n.seconds * 3 * rateHz)];
  for (let i = 0; i < count && from + i < out.length; i++) {
    const t = i / rateHz;
    const decay = Math.exp((-4 * t) / n.seconds);
    const pitch = n.hz * (1 + 2 * Math.exp(-30 * t));
    const tone = n.hz > 0 ? Math.sin(2 * Math.PI * pitch * t) : 0;
    out[from + i]! += decay * (0.8 * tone + n.noise * (random.number(2000) / 1000 - 1));
  }
}
