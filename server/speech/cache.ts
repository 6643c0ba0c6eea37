import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SpeechParameters } from '../../shared/speech/parameters.ts';
import type { MasteredAudio } from './mastering/masterSpeech.ts';

/** Changes whenever mastering may make other samples of the same sound. */
const PROCESSING_VERSION = 1;

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

/** Finished audio by its key, at most `bytes` of samples, the least recently used going first. 0 keeps none. */
export function openAudioCache(bytes: number) {
  const cache =
    bytes > 0
      ? new LRUCache<string, MasteredAudio>({
          maxSize: bytes,
          sizeCalculation: (audio) => audio.samples.byteLength + 200 * audio.words.length + 1000,
        })
      : undefined;
  return {
    get: (key: string): MasteredAudio | undefined => cache?.get(key),
    set: (key: string, audio: MasteredAudio): void => void cache?.set(key, audio),
  };
}
