import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Samples a second that the model was made for. */
export type SileroRate = 8_000 | 16_000;

/** Numbers in each of the two rows that the model remembers of a stream. */
export const STATE = 128;

/** In samples. */
export interface SileroSizes {
  /** One step of the model: 32 ms. */
  chunk: number;
  /** The end of the chunk before, which each chunk is given behind: without it no speech is found at all. */
  context: number;
}

export function sileroSizes(rate: SileroRate): SileroSizes {
  return { chunk: (256 * rate) / 8_000, context: (32 * rate) / 8_000 };
}

/** The bytes of Silero's model, version 6 (MIT), as it comes with a package. */
export function readModel(): Promise<Buffer> {
  const entry = createRequire(import.meta.url).resolve('@ricky0123/vad-web');
  return readFile(join(dirname(entry), 'silero_vad_v6.onnx'));
}
