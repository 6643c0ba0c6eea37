import { nonsense } from './failures.ts';
import type { Heard } from './heard.ts';

/** The pieces of an answer as one, without times. Throws `synthesis-failed` when there is no sound at all. */
export async function collectHeard(engine: string, pieces: AsyncIterable<Heard>): Promise<Heard> {
  const all: Float32Array[] = [];
  let sampleRateHz = 0;
  for await (const piece of pieces) {
    all.push(piece.samples);
    sampleRateHz ||= piece.sampleRateHz;
  }
  const samples = new Float32Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of all) {
    samples.set(piece, at);
    at += piece.length;
  }
  if (samples.length === 0) throw nonsense(engine, 'made no sound');
  return { samples, sampleRateHz };
}

/** The pieces as they are. Throws `synthesis-failed` when their rate is not the one that was asked for. */
export async function* expectRate(
  engine: string,
  rateHz: number,
  pieces: AsyncIterable<Heard>,
): AsyncGenerator<Heard> {
  for await (const piece of pieces) {
    if (piece.sampleRateHz !== rateHz)
      throw nonsense(engine, 'answered at another sample rate than it should');
    yield piece;
  }
}
