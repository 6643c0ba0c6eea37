import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { POCKET_LICENCE } from '../../../shared/voices/catalogue.ts';
import {
  digestOf,
  type ModelDescription,
  type ModelFiles,
  type PocketParts,
  readModel,
} from './modelFiles.ts';
import { ModelFileError } from './onnxFile.ts';

/** The rate of the model's sound, and of the recordings it listens to. */
export const POCKET_RATE_HZ = 24_000;
/** The weights that sherpa-onnx offers speak English. */
export const POCKET_LANGUAGE = 'en-US';

/** The networks by the names their files begin with, and how many inputs and outputs the library counts on. */
const NETWORKS = {
  lmMain: { file: 'lm_main', inputs: 3, outputs: 3 },
  lmFlow: { file: 'lm_flow', inputs: 4, outputs: 1 },
  encoder: { file: 'encoder', inputs: 1, outputs: 1 },
  decoder: { file: 'decoder', inputs: 2, outputs: 2 },
  textConditioner: { file: 'text_conditioner', inputs: 1, outputs: 1 },
} as const;
/** Whole numbers before smaller ones, as with other models. */
const ENDS = ['.onnx', '.int8.onnx'];

/**
 * The files of a Pocket model in a folder, or null when it is something else. One that is half there is one too: then
 * a file is named that is missing.
 */
export function pocketFiles(name: string, folder: string, entries: readonly string[]): ModelFiles | null {
  const find = (file: string) => ENDS.map((end) => `${file}${end}`).find((each) => entries.includes(each));
  if (!find(NETWORKS.lmMain.file) && !find(NETWORKS.lmFlow.file)) return null;
  const at = (part: keyof typeof NETWORKS) => {
    const { file } = NETWORKS[part];
    return join(folder, find(file) ?? `${file}${ENDS[0]}`);
  };
  const parts: PocketParts = {
    lmMain: at('lmMain'),
    lmFlow: at('lmFlow'),
    encoder: at('encoder'),
    decoder: at('decoder'),
    textConditioner: at('textConditioner'),
    vocabJson: join(folder, 'vocab.json'),
    tokenScoresJson: join(folder, 'token_scores.json'),
  };
  return { family: 'pocket', name, onnx: parts.lmMain, beside: parts.vocabJson, folder, parts };
}

/** Reads a Pocket model to its end. Throws ModelFileError for one that cannot be used, and why. */
export async function describePocket({ parts }: ModelFiles): Promise<ModelDescription> {
  if (!parts) throw new ModelFileError('It is not a Pocket model.');
  const missing = Object.values(parts).filter((path: string) => !existsSync(path));
  if (missing.length > 0)
    throw new ModelFileError(
      `It is only half there: ${missing.map((path) => basename(path)).join(', ')} is missing.`,
    );
  let sizeBytes = 0;
  const digests: string[] = [];
  for (const [part, { inputs, outputs }] of Object.entries(NETWORKS)) {
    const path = parts[part as keyof typeof NETWORKS];
    const network = await inFile(path, () => readModel(path));
    const { header } = network;
    if (header.inputs.length < inputs || header.outputs.length < outputs)
      throw new ModelFileError(`${basename(path)}: It is not that of a Pocket model.`);
    sizeBytes += network.sizeBytes;
    digests.push(network.sha256);
  }
  await inFile(parts.vocabJson, () => checkVocabulary(parts));
  for (const path of [parts.vocabJson, parts.tokenScoresJson]) digests.push(await digestOf(path));
  return {
    digest: createHash('sha256').update(digests.join()).digest('hex').slice(0, 40),
    sizeBytes,
    sampleRateHz: POCKET_RATE_HZ,
    language: POCKET_LANGUAGE,
    speakers: [],
    inference: null,
    prepared: true,
    licence: POCKET_LICENCE,
  };
}

/** Says which of the files is meant. */
async function inFile<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ModelFileError) throw new ModelFileError(`${basename(path)}: ${error.message}`);
    throw error;
  }
}

const Vocabulary = z.record(z.string(), z.number().int().min(0));
const Scores = z.record(z.string(), z.number());
/** The library believes its vocabulary: a number beyond its table would be written astray. */
async function checkVocabulary({ vocabJson, tokenScoresJson }: PocketParts): Promise<void> {
  const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
  const [vocabulary, scores] = await Promise.all([read(vocabJson), read(tokenScoresJson)]).catch(() => []);
  const tokens = Vocabulary.safeParse(vocabulary);
  if (!tokens.success || !Scores.safeParse(scores).success)
    throw new ModelFileError('It, or token_scores.json, is cut off or not a vocabulary.');
  const size = Object.keys(tokens.data).length;
  if (size === 0 || Object.values(tokens.data).some((id) => id >= size))
    throw new ModelFileError('It is not the vocabulary of a Pocket model.');
}
