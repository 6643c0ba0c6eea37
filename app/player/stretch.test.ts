import { expect, test } from 'vitest';
import { stretch } from './stretch.ts';

const RATE_HZ = 24_000;
const tone = (hz: number, seconds: number) =>
  Float32Array.from(
    { length: RATE_HZ * seconds },
    (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / RATE_HZ),
  );

/** Frequency by counting upward zero crossings in the middle of the sound. */
function frequencyHz(signal: Float32Array): number {
  const from = Math.floor(signal.length * 0.1);
  const to = Math.floor(signal.length * 0.9);
  let crossings = 0;
  for (let i = from; i < to; i++) if (signal[i]! < 0 && signal[i + 1]! >= 0) crossings++;
  return (crossings * RATE_HZ) / (to - from);
}

test.each([0.5, 0.75, 1.25, 2])('at speed %f the length changes and the pitch stays', async (speed) => {
  const [output] = await stretch([tone(220, 1)], RATE_HZ, speed, () => Promise.resolve());
  expect(output!.length / RATE_HZ).toBeCloseTo(1 / speed, 3);
  expect(frequencyHz(output!)).toBeGreaterThan(214);
  expect(frequencyHz(output!)).toBeLessThan(226);
});

test('loudness stays and no channel is lost', async () => {
  const outputs = await stretch([tone(220, 1), tone(220, 1)], RATE_HZ, 1.5, () => Promise.resolve());
  expect(outputs).toHaveLength(2);
  const middle = outputs[1]!.subarray(2000, 14_000);
  const rms = Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length);
  expect(rms).toBeCloseTo(0.5 / Math.SQRT2, 1);
});
