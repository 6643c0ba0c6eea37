import { InferenceSession, Tensor } from 'onnxruntime-node';
import { readModel } from './model.ts';
import { SILERO_RATE_HZ, WINDOW } from './spans.ts';

/** Samples before each window that the model wants to see again; without them it finds no speech at all. */
const CONTEXT = 64;
const STATE_SHAPE = [2, 1, 128];

let session: Promise<InferenceSession> | undefined;

async function load(): Promise<InferenceSession> {
  return InferenceSession.create(await readModel(), { intraOpNumThreads: 1, interOpNumThreads: 1 });
}

/** The probability of speech in each window of a recording at 16 kHz; the last window is filled up with silence. */
export default async function judge(samples: Float32Array): Promise<Float32Array> {
  session ??= load();
  const model = await session;
  const rate = new Tensor('int64', BigInt64Array.of(BigInt(SILERO_RATE_HZ)), []);
  let state: Tensor = new Tensor(
    'float32',
    new Float32Array(STATE_SHAPE.reduce((a, b) => a * b)),
    STATE_SHAPE,
  );
  const probabilities = new Float32Array(Math.ceil(samples.length / WINDOW));
  for (let index = 0; index < probabilities.length; index++) {
    const start = index * WINDOW;
    const window = new Float32Array(CONTEXT + WINDOW);
    const from = Math.max(0, start - CONTEXT);
    window.set(samples.subarray(from, start + WINDOW), from - start + CONTEXT);
    const input = new Tensor('float32', window, [1, window.length]);
    const { output, stateN } = await model.run({ input, state, sr: rate });
    probabilities[index] = Number(output!.data[0]);
    state = stateN as Tensor;
  }
  return probabilities;
}
