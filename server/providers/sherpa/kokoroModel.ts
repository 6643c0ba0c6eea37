import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf, type ModelDescription, type ModelFiles, readModel } from './modelFiles.ts';
import { ModelFileError } from './onnxFile.ts';

/** The first letter of a Kokoro voice's name is its language: tag, and espeak-ng's name for it. */
const LANGUAGES: Record<string, [tag: string, espeak: string]> = {
  a: ['en-US', 'en-us'],
  b: ['en-GB', 'en-gb'],
  e: ['es', 'es'],
  f: ['fr-FR', 'fr'],
  h: ['hi', 'hi'],
  i: ['it', 'it'],
  j: ['ja', 'ja'],
  p: ['pt-BR', 'pt-br'],
  z: ['zh', 'cmn'],
};

/** What a voice's name says of it: `bf_emma` is a British woman. */
export function kokoroSpeaker(name: string): { language: string; espeak: string; gender: 'female' | 'male' } {
  const [language, espeak] = LANGUAGES[name[0] ?? 'a'] ?? ['en-US', 'en-us'];
  return { language, espeak, gender: name[1] === 'm' ? 'male' : 'female' };
}

const BYTES_OF_A_NUMBER = 4;

/** Reads a Kokoro model to its end. Throws ModelFileError for one that cannot be used, and why. */
export async function describeKokoro(files: ModelFiles): Promise<ModelDescription> {
  const { header, sizeBytes, sha256 } = await readModel(files.onnx);
  const { metadata } = header;
  const speakers = Number(metadata.n_speakers);
  const sampleRateHz = Number(metadata.sample_rate);
  if (!(speakers > 0) || !(sampleRateHz > 0) || !metadata.style_dim)
    throw new ModelFileError(
      'The model lacks the facts the library asks for: take the one that is prepared for sherpa-onnx.',
    );
  const names = (metadata.speaker_names ?? '').split(',').map((name) => name.trim());
  const floats = metadata.style_dim.split(',').reduce((product, part) => product * Number(part), 1);
  const { size } = await stat(files.beside);
  if (size !== floats * speakers * BYTES_OF_A_NUMBER)
    throw new ModelFileError('Its voices.bin is cut off, or belongs to another model.');
  return {
    digest: `${sha256.slice(0, 32)}${(await digestOf(files.beside)).slice(0, 8)}`,
    sizeBytes: sizeBytes + size,
    sampleRateHz,
    language: 'en-US',
    speakers: Array.from({ length: speakers }, (_, id) => names[id] || String(id)),
    inference: null,
    prepared: true,
    licence: null,
  };
}

/** Dictionaries that later models read besides espeak-ng's rules. */
export function kokoroLexicons(folder: string): string {
  return ['lexicon-us-en.txt', 'lexicon-zh.txt']
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path))
    .join(',');
}
