import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { ProblemCode } from '../../../shared/api/problems.ts';
import { ProblemError } from '../../problem.ts';
import { type ReadRecording, readRecording } from './readRecording.ts';

/** What a thread answers: a failure keeps its code, which an error would lose on its way. */
export type ReadInThread = { read: ReadRecording } | { problem: { code: ProblemCode; message: string } };

/** Decodes one recording. */
export default async function run(bytes: Uint8Array) {
  try {
    const answer: ReadInThread = { read: await readRecording(bytes) };
    return move({ [transferableSymbol]: [answer.read.samples.buffer], [valueSymbol]: answer });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const answer: ReadInThread = { problem: { code: error.code, message: error.message } };
    return answer;
  }
}
