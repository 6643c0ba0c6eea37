import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noise, sine } from '../../test/support/signals.ts';
import { rmsDb } from './decibels.ts';
import { resample } from './resample.ts';
import { StreamResampler } from './resampleStream.ts';

const RATES = [8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000];

test.each(RATES)('a 1 kHz sine at %i Hz is the same sine at 24 kHz', (rate) => {
  const out = resample(sine(1000, 0.5, rate, 0.5), rate, 24000);
  const expected = sine(1000, 0.5, 24000, 0.5);
  const error = out.map((value, i) => value - expected[i]!).slice(2000, -2000);
  expect(rmsDb(error)).toBeLessThan(-75);
});

test('what lies above the new band is taken away, what lies below stays', () => {
  const high = resample(sine(14000, 0.5, 48000), 48000, 24000);
  expect(rmsDb(high.slice(2000, -2000))).toBeLessThan(-75);
  const low = resample(sine(10000, 0.5, 48000), 48000, 24000);
  expect(rmsDb(low.slice(2000, -2000))).toBeCloseTo(-3.01, 1);
});

test('any length and rates: right length, no NaN, no overshoot beyond the filter ringing', () => {
  fc.assert(
    fc.property(
      fc.nat(3000),
      fc.constantFrom(...RATES),
      fc.constantFrom(...RATES, 23999),
      (length, from, to) => {
        const out = resample(noise(length), from, to);
        expect(out.length).toBe(Math.round((length * to) / from));
        expect(out.every((value) => Math.abs(value) < 4)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

test('the same samples give the same samples, and a wrong rate is refused', () => {
  expect(resample(noise(5000), 22050, 24000)).toEqual(resample(noise(5000), 22050, 24000));
  expect(() => resample(noise(10), 0, 24000)).toThrow(RangeError);
  expect(() => resample(noise(10), 24000, Number.NaN)).toThrow(RangeError);
});

test.each([8_000, 11_025, 24_000, 44_100, 48_000])(
  'sound at %i Hz that comes piece by piece becomes what it would as a whole',
  (fromHz) => {
    const whole = Float32Array.from({ length: 5_000 + fromHz / 7 }, (_, n) => Math.sin((n * n) / fromHz / 3));
    const stream = new StreamResampler(fromHz, 16_000);
    const pieces: number[] = [];
    for (let at = 0, size = 1; at < whole.length; at += size, size = (size * 7 + 3) % 900)
      pieces.push(...stream.push(whole.subarray(at, at + size)));
    pieces.push(...stream.end());
    const expected = resample(whole, fromHz, 16_000);
    expect(Math.abs(pieces.length - expected.length)).toBeLessThanOrEqual(1);
    const most = Math.max(...pieces.map((sample, n) => Math.abs(sample - (expected[n] ?? sample))));
    expect(most).toBeLessThan(1e-6);
  },
);
