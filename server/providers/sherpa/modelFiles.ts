import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { ModelFileError, type OnnxHeader, readOnnxHeader } from './onnxFile.ts';

/** A kind of voice that the library speaks. */
export type Family = 'piper' | 'kokoro' | 'pocket';

/** Paths of what a Pocket model is made of, by the names of the library's settings. */
export interface PocketParts {
  lmFlow: string;
  lmMain: string;
  encoder: string;
  decoder: string;
  textConditioner: string;
  vocabJson: string;
  tokenScoresJson: string;
}

/** Where the files of a model lie. */
export interface ModelFiles {
  family: Family;
  /** What it is called by: the file's name without its end, or the folder's. */
  name: string;
  /** The model itself, or the largest of its parts. */
  onnx: string;
  /** Its configuration (Piper), the styles of its voices (Kokoro), or its vocabulary (Pocket). */
  beside: string;
  folder: string;
  /** Of a Pocket model: all its files. */
  parts?: PocketParts;
}

/** What is known of a model after its files were read to the end. */
export interface ModelDescription {
  /** Of all its files together, hex: when it changes, so may the sound. */
  digest: string;
  sizeBytes: number;
  sampleRateHz: number;
  /** As tags: en-US. */
  language: string;
  /** Its voices by number; a single one without a name. None where every voice is made of a recording. */
  speakers: string[];
  /** How it stands by itself; only Piper's voices have it. */
  inference: { noise: number; noiseWidth: number; lengthScale: number } | null;
  /** Whether the model already carries what the library asks for. */
  prepared: boolean;
  /** What the files beside it say of its licence. */
  licence: string | null;
}

/** The outline of a model, its size and digest. Throws ModelFileError for one that is broken. */
export async function readModel(
  path: string,
): Promise<{ header: OnnxHeader; sizeBytes: number; sha256: string }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size === 0) throw new ModelFileError('It is empty.');
    return { header: readOnnxHeader(file.fd, size), sizeBytes: size, sha256: await digestOf(path) };
  } finally {
    await file.close();
  }
}

/** SHA-256 of a file, hex. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Tells two states of files apart without reading them: sizes and times of change. */
export async function stampOf({
  onnx,
  beside,
  parts,
}: Pick<ModelFiles, 'onnx' | 'beside' | 'parts'>): Promise<string> {
  const paths: string[] = parts ? Object.values(parts) : [onnx, beside];
  const stats = await Promise.all(paths.map((path) => stat(path)));
  return stats.map(({ size, mtimeMs }) => `${size}@${Math.round(mtimeMs)}`).join(' ');
}

/** Where the models of a folder lie; the folder may be missing. */
export function kokoroFiles(name: string, folder: string, entries: readonly string[]): ModelFiles | null {
  const onnx = ['model.onnx', 'model.int8.onnx', 'model.fp16.onnx'].find((file) => entries.includes(file));
  if (!onnx || !entries.includes('voices.bin') || !existsSync(`${folder}/tokens.txt`)) return null;
  return { family: 'kokoro', name, onnx: `${folder}/${onnx}`, beside: `${folder}/voices.bin`, folder };
}
