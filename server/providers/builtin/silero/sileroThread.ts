import { InferenceSession, Tensor } from 'onnxruntime-node';
import { leanModel } from './leanModel.ts';
import { readModel, STATE, sileroSizes } from './model.ts';
import { SILERO_RATE_HZ, WINDOW } from './spans.ts';

const { context: CONTEXT } = sileroSizes(SILERO_RATE_HZ);
/**
 * A long recording is gone through in several places at once, each begun so many windows early, for the model to
 * find in: a window among sixteen costs a fifth of what it costs alone.
 */
const LEAD_WINDOWS = 16;
const LEAST_WINDOWS = 32;
const MOST_PLACES = 32;

let session: Promise<InferenceSession> | undefined;

async function load(): Promise<InferenceSession> {
  const model = leanModel(await readModel(), SILERO_RATE_HZ);
  return InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
}

/** The probability of speech in each window of a recording at 16 kHz; the last window is filled up with silence. */
export default async function judge(samples: Float32Array): Promise<Float32Array> {
  session ??= load();
  const model = await session;
  const count = Math.ceil(samples.length / WINDOW);
  const probabilities = new Float32Array(count);
  const places = Math.max(1, Math.min(MOST_PLACES, Math.floor(count / LEAST_WINDOWS)));
  const each = Math.ceil(count / places);
  const size = CONTEXT + WINDOW;
  let state: Tensor = new Tensor('float32', new Float32Array(2 * places * STATE), [2, places, STATE]);
  for (let step = places === 1 ? 0 : -LEAD_WINDOWS; step < each; step++) {
    const windows = new Float32Array(places * size);
    for (let place = 0; place < places; place++) {
      const start = (place * each + step) * WINDOW;
      // Before the beginning there is silence, and the first place has nothing to find in.
      if (start < 0) continue;
      const from = Math.max(0, start - CONTEXT);
      windows.set(samples.subarray(from, start + WINDOW), place * size + from - start + CONTEXT);
    }
    const input = new Tensor('float32', windows, [places, size]);
    const { output, stateN } = await model.run({ input, state });
    for (let place = 0; step >= 0 && place < places; place++) {
      const window = place * each + step;
      if (window < count) probabilities[window] = Number(output!.data[place]);
    }
    state = stateN as Tensor;
  }
  return probabilities;
}
