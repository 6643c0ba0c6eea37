import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { ProblemCode } from '../../../shared/api/problems.ts';
import { resample } from '../../audio/resample.ts';
import { ProblemError } from '../../problem.ts';
import { readAudio } from '../../speech/reading/readAudio.ts';
import { type Examined, examine, SAMPLE_LIMITS } from './examine.ts';
import { LISTENING_RATE_HZ } from './listening/listened.ts';

/** What a thread answers: a failure keeps its code, which an error would lose on its way. */
export type InThread =
  | { examined: Examined; samples: Float32Array<ArrayBuffer>; narrow: Float32Array }
  | { problem: { code: ProblemCode; message: string } };

/** Decodes and measures one recording. */
export default async function run(bytes: Uint8Array) {
  try {
    const read = await readAudio(bytes, SAMPLE_LIMITS);
    const narrow = resample(read.samples, read.sampleRateHz, LISTENING_RATE_HZ);
    const answer: InThread = { examined: examine(read), samples: read.samples, narrow };
    return move({
      [transferableSymbol]: [read.samples.buffer, narrow.buffer as ArrayBuffer],
      [valueSymbol]: answer,
    });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const answer: InThread = { problem: { code: error.code, message: error.message } };
    return answer;
  }
}
