import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, expect, test } from 'vitest';
import { SpeechParameters } from '../../../../shared/speech/parameters.ts';
import { noise } from '../../../../test/support/signals.ts';
import { openTestSpeech, TEST_USE } from '../../../../test/support/speech.ts';
import { resample } from '../../../audio/resample.ts';
import { openFlite } from '../flite/fliteEngine.ts';
import { leanModel } from './leanModel.ts';
import { readModel, STATE, sileroSizes } from './model.ts';

const speech = openTestSpeech([openFlite({ processes: 1 })]);
afterAll(() => speech.close());

const VOICES = ['flite:slt', 'flite:rms', 'flite:awb', 'flite:kal16'];
const TEXT =
  'Thank you for calling. My order number is one, two, three, four, five. No, on Friday at half past nine, please! ' +
  'Could you tell me how much a parcel to my friend in Canada would cost, and when it gets there?';

test.each([8_000, 16_000] as const)(
  'at %d Hz it judges all sound as the published model does',
  async (rate) => {
    const { chunk, context } = sileroSizes(rate);
    const lines = await soundsAt(rate);
    const published = await readModel();
    const [theirs, ours] = await Promise.all([
      InferenceSession.create(published),
      InferenceSession.create(leanModel(published, rate)),
    ]);
    const count = lines.length;
    let states: Tensor[] = [0, 1].map(
      () => new Tensor('float32', new Float32Array(2 * count * STATE), [2, count, STATE]),
    );
    let [widest, heard, quiet] = [0, 0, 0];
    for (let from = context; from + chunk <= lines[0]!.length; from += chunk) {
      const rows = new Float32Array(count * (context + chunk));
      for (const [row, line] of lines.entries())
        rows.set(line.subarray(from - context, from + chunk), row * (context + chunk));
      const input = new Tensor('float32', rows, [count, context + chunk]);
      const sr = new Tensor('int64', BigInt64Array.of(BigInt(rate)), []);
      const [their, our] = await Promise.all([
        theirs.run({ input, state: states[0]!, sr }),
        ours.run({ input, state: states[1]! }),
      ]);
      for (const [row, probability] of (our!.output!.data as Float32Array).entries()) {
        widest = Math.max(widest, Math.abs(probability - Number(their!.output!.data[row])));
        if (probability > 0.8) heard++;
        if (probability < 0.2) quiet++;
      }
      states = [their!.stateN as Tensor, our!.stateN as Tensor];
    }
    expect(widest).toBeLessThan(1e-4);
    expect(heard).toBeGreaterThan(100);
    expect(quiet).toBeGreaterThan(100);
  },
);

/** Each voice clear, in noise, and clipped; noise alone; silence. All as long as the longest. */
async function soundsAt(rate: number): Promise<Float32Array[]> {
  const spoken = await Promise.all(
    VOICES.map(async (voiceId) => {
      const { samples, sampleRateHz } = await speech.speak({
        text: TEXT,
        language: 'en-US',
        voiceId,
        parameters: SpeechParameters.parse({}),
        workspaceId: 'test',
        use: TEST_USE,
        signal: new AbortController().signal,
      });
      return resample(
        Float32Array.from(samples, (sample) => sample / 32_768),
        sampleRateHz,
        rate,
      );
    }),
  );
  const length = Math.max(...spoken.map((each) => each.length)) + rate;
  const hiss = noise(length).map((value) => value * 0.02);
  const filled = (sound: Float32Array) => Float32Array.from({ length }, (_, at) => sound[at] ?? 0);
  return [
    ...spoken.map(filled),
    ...spoken.map((sound) => filled(sound).map((value, at) => value * 0.3 + hiss[at]!)),
    ...spoken.map((sound) => filled(sound).map((value) => Math.max(-1, Math.min(1, value * 12)))),
    hiss.map((value) => value * 10),
    new Float32Array(length),
  ];
}
