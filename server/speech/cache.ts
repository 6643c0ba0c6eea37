import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SpeechParameters } from '../../shared/speech/parameters.ts';
import type { EncodedAudio } from './contract.ts';
import type { MasteredAudio } from './mastering/masterSpeech.ts';

/** Changes whenever mastering may make other samples of the same sound. */
const PROCESSING_VERSION = 1;

/** Of the bytes of the samples: 96 kbit/s beside 384. */
const MP3_SHARE = 0.25;

/** Every input that changes the sound. */
export interface SoundInputs {
  text: string;
  language: string;
  voiceId: string;
  engineId: string;
  engineVersion: string;
  parameters: SpeechParameters;
  /** What the dictionary replaces: where it changes nothing, its state does not matter. */
  replacements: readonly [charStart: number, said: string][];
}

/** SHA-256 over the inputs, hex. Parameters count by their values, in whatever order they were written. */
export function soundKey(inputs: SoundInputs): string {
  const { settings = {}, ...others } = inputs.parameters;
  const parameters = [sorted(others), sorted(settings)];
  const fields = [
    PROCESSING_VERSION,
    inputs.engineId,
    inputs.engineVersion,
    inputs.voiceId,
    inputs.language,
    parameters,
    inputs.text,
    ...(inputs.replacements.length > 0 ? [inputs.replacements] : []),
  ];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

const sorted = (values: object) =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * Finished audio by its key, and its MP3 once somebody asked for that: a conversation says the same sentences again.
 * At most `bytes`, the least recently used going first. 0 keeps none.
 */
export function openAudioCache(bytes: number) {
  const mp3s = new WeakMap<Int16Array, Promise<EncodedAudio>>();
  const cache =
    bytes > 0
      ? new LRUCache<string, MasteredAudio>({
          maxSize: bytes,
          sizeCalculation: ({ samples, words }) =>
            Math.round(samples.byteLength * (1 + MP3_SHARE)) + 200 * words.length + 1000,
        })
      : undefined;
  return {
    get: (key: string): MasteredAudio | undefined => cache?.get(key),
    set: (key: string, audio: MasteredAudio): void => void cache?.set(key, audio),
    /** The MP3 of samples, encoded once for as long as they are kept. */
    mp3(samples: Int16Array, encode: () => Promise<EncodedAudio>): Promise<EncodedAudio> {
      const known = mp3s.get(samples);
      if (known) return known;
      const encoded = encode();
      mp3s.set(samples, encoded);
      encoded.catch(() => mp3s.delete(samples));
      return encoded;
    },
  };
}
