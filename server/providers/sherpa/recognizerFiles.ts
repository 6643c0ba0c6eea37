import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WHISPER_LANGUAGES } from '../../speech/recognition/languages.ts';
import { digestOf, readModel } from './modelFiles.ts';
import { ModelFileError } from './onnxFile.ts';

/** A family of recognisers: what is given how to the library. */
export type RecognizerFamily = 'whisper' | 'sense-voice' | 'zipformer' | 'zipformer-live';

/** How the library is given a model. */
export type RecognizerShape = 'whisper' | 'sense-voice' | 'nemo-ctc' | 'zipformer-ctc' | 'transducer';

/** Where the files of a recogniser lie, each recogniser in a folder of its own. */
export interface RecognizerFiles {
  name: string;
  folder: string;
  /** One model, or an encoder and what follows it. */
  models: { model: string } | { encoder: string; decoder: string; joiner: string | null };
  tokens: string;
}

/** What is known of a recogniser after its files were read to the end. */
export interface RecognizerDescription {
  family: RecognizerFamily;
  shape: RecognizerShape;
  /** Of all its files together, hex: when it changes, so may what is understood. */
  digest: string;
  sizeBytes: number;
  /** Primary languages. */
  languages: string[];
}

const ONNX = '.onnx';

/** The recognisers in a folder, which may be missing. */
export function listRecognizers(folder: string): RecognizerFiles[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) => filesIn(name, join(folder, name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function filesIn(name: string, folder: string): RecognizerFiles[] {
  const names = readdirSync(folder);
  const tokens = names.find((file) => file.endsWith('tokens.txt'));
  const model = (part: string) =>
    preferred(names.filter((file) => file.includes(part) && file.endsWith(ONNX)));
  if (!tokens) return [];
  const at = (file: string) => join(folder, file);
  const [encoder, decoder, joiner, single] = [
    model('encoder'),
    model('decoder'),
    model('joiner'),
    model('model'),
  ];
  if (encoder && decoder)
    return [
      {
        name,
        folder,
        models: { encoder: at(encoder), decoder: at(decoder), joiner: joiner ? at(joiner) : null },
        tokens: at(tokens),
      },
    ];
  return single ? [{ name, folder, models: { model: at(single) }, tokens: at(tokens) }] : [];
}

/** Smaller numbers are as good, and faster. */
function preferred(files: readonly string[]): string | undefined {
  return files.find((file) => file.includes('int8')) ?? files[0];
}

export const pathsOf = ({ models }: RecognizerFiles): string[] =>
  Object.values(models).filter((path): path is string => path !== null);

/** Reads a recogniser to its end. Throws ModelFileError for one that cannot be used, and why. */
export async function describeRecognizer(files: RecognizerFiles): Promise<RecognizerDescription> {
  const read = await Promise.all(pathsOf(files).map((path) => readModel(path)));
  const { metadata, inputs } = read[0]!.header;
  const lines = (await readFile(files.tokens, 'utf8')).trim().split('\n');
  if (lines.length < 2 || !lines.every((line) => /\s\d+\s*$/.test(line)))
    throw new ModelFileError('Its tokens.txt is no list of tokens.');
  const kind = kindOf(files, metadata, inputs);
  const digests = [...read.map(({ sha256 }) => sha256), await digestOf(files.tokens)];
  return {
    ...kind,
    digest: digests.map((digest) => digest.slice(0, 12)).join(''),
    sizeBytes: read.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    languages: languagesOf(files, kind.family, metadata),
  };
}

function kindOf(
  { models }: RecognizerFiles,
  metadata: Readonly<Record<string, string>>,
  inputs: readonly string[],
): Pick<RecognizerDescription, 'family' | 'shape'> {
  // Pieces are decoded with what was kept of those before.
  const live = metadata.decode_chunk_len !== undefined || metadata.chunk_shift !== undefined;
  const family = live ? 'zipformer-live' : 'zipformer';
  if ('encoder' in models) {
    if (models.joiner) return { family, shape: 'transducer' };
    if (metadata.n_text_ctx) return { family: 'whisper', shape: 'whisper' };
    throw new ModelFileError(
      'The library knows no model of this kind: take a Whisper, SenseVoice, Zipformer or NeMo model prepared for sherpa-onnx.',
    );
  }
  if (metadata.lfr_window_size || metadata.with_itn) return { family: 'sense-voice', shape: 'sense-voice' };
  if (metadata.vocab_size && inputs.includes('audio_signal')) return { family, shape: 'nemo-ctc' };
  if (inputs.includes('x')) return { family, shape: 'zipformer-ctc' };
  throw new ModelFileError(
    'The library knows no model of this kind: take a Whisper, SenseVoice, Zipformer or NeMo model prepared for sherpa-onnx.',
  );
}

const SENSE_VOICE = ['zh', 'en', 'ja', 'ko', 'yue'];

/** Models say nothing of their language but for Whisper's; their names do (`…-zipformer-en-2023-06-26`). */
function languagesOf(
  { name }: RecognizerFiles,
  family: RecognizerFamily,
  metadata: Readonly<Record<string, string>>,
): string[] {
  if (family === 'sense-voice') return SENSE_VOICE;
  if (family === 'whisper')
    return metadata.is_multilingual === '0'
      ? ['en']
      : (metadata.all_language_codes?.split(',') ?? WHISPER_LANGUAGES);
  const named = name
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part.length >= 2 && (WHISPER_LANGUAGES.includes(part) || part in NAMES))
    .map((part) => NAMES[part] ?? part);
  return named.length > 0 ? [...new Set(named)] : ['en'];
}

const NAMES: Record<string, string> = {
  english: 'en',
  german: 'de',
  french: 'fr',
  spanish: 'es',
  russian: 'ru',
  japanese: 'ja',
  chinese: 'zh',
  korean: 'ko',
};
