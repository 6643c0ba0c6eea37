import { floatToInt16, int16ToFloat } from '../../audio/pcm16.ts';
import { trimSilence } from '../../audio/trim.ts';
import { parseWav, writeWav } from '../../audio/wav.ts';
import { oneRecording } from '../../speech/cloning/oneRecording.ts';
import type { VoiceSample } from '../../speech/contract.ts';
import { RefusalError } from '../../speech/processes/engineChild.ts';
import type { SherpaConfig, SherpaSound, SherpaTts, SherpaUtterance } from './library.ts';
import type { PocketParts } from './modelFiles.ts';
import { POCKET_RATE_HZ } from './pocketModel.ts';

export type Recording = Pick<VoiceSample, 'samples' | 'sampleRateHz'>;

/** What it listens to of a recording: the library's own measure. */
export const POCKET_LISTENS_SECONDS = 10;
/** Steps from noise to a frame, as in the library's examples. */
const STEPS = 5;
/** The same text sounds the same each time. */
const SEED = 1;
/** Recordings whose sound is kept in memory as the model hears it, half a megabyte each. */
const KEPT_VOICES = 8;
/** A frame is 80 ms. */
const FRAMES_PER_SECOND = 12.5;
/** Less of somebody's voice tells too little of it. */
const LEAST_SECONDS = 3;
const EDGE_MS = 50;

/**
 * The recording (WAVE) that a voice is: the longest of several, and of the next ones as much as the model listens to,
 * without the silence at their edges. Throws RefusalError when hardly anything is left.
 */
export function bestOf(recordings: readonly Recording[]): Uint8Array {
  const sounds = recordings
    .map(({ samples, sampleRateHz }) => ({
      samples: trimSilence(samples, sampleRateHz, EDGE_MS).samples,
      sampleRateHz,
    }))
    .sort((a, b) => b.samples.length / b.sampleRateHz - a.samples.length / a.sampleRateHz);
  const joined = oneRecording(sounds, POCKET_RATE_HZ).subarray(0, POCKET_LISTENS_SECONDS * POCKET_RATE_HZ);
  if (joined.length < LEAST_SECONDS * POCKET_RATE_HZ)
    throw new RefusalError(
      'engine-refused',
      'The recordings are almost silent: less than three seconds of sound are left of them. Record anew.',
    );
  return writeWav(floatToInt16(joined), POCKET_RATE_HZ);
}

/** What of the configuration is Pocket's. */
export function pocketSettings(parts: PocketParts): NonNullable<SherpaConfig['model']['pocket']> {
  return { ...parts, voiceEmbeddingCacheCapacity: KEPT_VOICES };
}

/** Speaks a text as somebody in a recording (WAVE) does. */
export function speakAs(tts: SherpaTts, text: string, recording: Uint8Array): SherpaSound {
  const { samples, rateHz } = parseWav(recording);
  const request: SherpaUtterance = {
    text: readable(text),
    sid: 0,
    speed: 1,
    enableExternalBuffer: false,
    generationConfig: {
      numSteps: STEPS,
      referenceAudio: int16ToFloat(samples),
      referenceSampleRate: rateHz,
      extra: { seed: SEED, max_reference_audio_len: POCKET_LISTENS_SECONDS, max_frames: mostFrames(text) },
    },
  };
  return tts.generate(request);
}

/**
 * As the model's makers prepare a text: a capital at the beginning, punctuation at the end. The library takes every
 * full stop for the end of a sentence, so that the one within a number is written out.
 */
function readable(text: string): string {
  const spoken = text.replace(/(?<=\d)\.(?=\d)/g, ' point ');
  return `${spoken.charAt(0).toUpperCase()}${spoken.slice(1)}${/[\p{L}\p{N}]$/u.test(spoken) ? '.' : ''}`;
}

/**
 * A model that misses the end of its text would go on for forty seconds. This leaves the slowest speaker time: eight
 * characters a second, half a second for a figure, and three seconds more.
 */
function mostFrames(text: string): number {
  const figures = text.match(/\d/g)?.length ?? 0;
  return Math.ceil((3 + text.length / 8 + figures / 2) * FRAMES_PER_SECOND);
}
