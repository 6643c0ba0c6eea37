import { shiftPitch } from '../server/audio/shiftPitch.ts';
import { stretch } from '../server/audio/stretch.ts';
import { MASTER_RATE_HZ } from '../server/speech/contract.ts';
import { encodeAudio } from '../server/speech/mastering/encode.ts';
import { masterSpeech } from '../server/speech/mastering/masterSpeech.ts';
import { voice } from '../test/support/signals.ts';

/** One printed result: a ratio wherever possible, so that machines can be compared. */
interface Figure {
  name: string;
  value: number;
  unit: string;
  goal?: string;
  baseline?: string;
}

const SECONDS = 60;
const ROUNDS = 3;

/** What mastering and encoding cost, as shares of the audio's own length (0.01: a hundred times faster than it plays). */
export async function run(): Promise<Figure[]> {
  const at = (rateHz: number) => ({ samples: voice(120, SECONDS, rateHz), sampleRateHz: rateHz, words: [] });
  const [from16, from24] = [at(16_000), at(MASTER_RATE_HZ)];
  const { samples } = masterSpeech(from24, { loudnessLufs: -16 });
  const work: [string, () => unknown][] = [
    ['master from 16 kHz', () => masterSpeech(from16, { loudnessLufs: -16 })],
    ['master from 24 kHz', () => masterSpeech(from24, { loudnessLufs: -16 })],
    ['stretch by 1.3', () => stretch(from24.samples, MASTER_RATE_HZ, 1.3)],
    ['shift by 3 semitones', () => shiftPitch(from24.samples, MASTER_RATE_HZ, 3)],
    ...(['wav', 'flac', 'mp3', 'opus'] as const).map((format): [string, () => unknown] => [
      `encode ${format}`,
      () => encodeAudio(samples, MASTER_RATE_HZ, format),
    ]),
  ];
  const figures: Figure[] = [];
  for (const [name, action] of work) {
    figures.push({
      name: `audio: ${name}`,
      value: (await fastestMs(action)) / (SECONDS * 1000),
      unit: 'of the audio’s length',
      goal: '≤ 0.02',
    });
  }
  return figures;
}

/** The fastest of a few rounds: what else the machine does only ever adds time. */
async function fastestMs(action: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round <= ROUNDS; round++) {
    const startedAt = performance.now();
    await action();
    best = Math.min(best, performance.now() - startedAt);
  }
  return best;
}
