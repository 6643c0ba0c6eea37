import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noise, sine, voice } from '../../test/support/signals.ts';
import { amplitudeOf } from './decibels.ts';
import { concatenate, silence } from './join.ts';
import { integratedLoudness } from './loudness.ts';
import { limitPeaks, normalizeLoudness } from './normalize.ts';
import { floatToInt16, int16ToFloat } from './pcm16.ts';
import { truePeakDbtp } from './truePeak.ts';

test('known answers of BS.1770 and EBU Tech 3341', () => {
  // A full-scale 997 Hz sine in one channel is −3.01 LUFS; the level moves it dB by dB.
  expect(integratedLoudness(sine(997, 20, 48000), 48000)).toBeCloseTo(-3.01, 2);
  expect(integratedLoudness(sine(997, 5, 48000, amplitudeOf(-20)), 48000)).toBeCloseTo(-23.01, 2);
  // The gates: EBU case 3 for one channel (its stereo levels are 3.01 LU higher).
  const at = (db: number, seconds: number) => sine(1000, seconds, 48000, amplitudeOf(db));
  const gated = concatenate([at(-36, 10), at(-23, 60), at(-36, 10)], 48000);
  expect(Math.abs(integratedLoudness(gated, 48000)! - -26.01)).toBeLessThan(0.1);
  // EBU case 4 adds parts under the absolute gate.
  const deeper = concatenate([at(-72, 10), at(-36, 10), at(-23, 60), at(-36, 10), at(-72, 10)], 48000);
  expect(Math.abs(integratedLoudness(deeper, 48000)! - -26.01)).toBeLessThan(0.1);
});

test('every rate measures the same', () => {
  for (const rate of [16000, 22050, 24000, 44100]) {
    expect(Math.abs(integratedLoudness(sine(997, 2, rate), rate)! + 3.01)).toBeLessThan(0.05);
  }
});

test('silence and nothing have no loudness, a single short word has one', () => {
  expect(integratedLoudness(silence(2000, 24000), 24000)).toBeNull();
  expect(integratedLoudness(new Float32Array(0), 24000)).toBeNull();
  expect(integratedLoudness(sine(997, 3, 24000, amplitudeOf(-75)), 24000)).toBeNull();
  expect(integratedLoudness(sine(997, 0.2, 24000), 24000)).toBeCloseTo(-3, 0);
});

test('true peak finds what lies between the samples', () => {
  // A sine at a quarter of the rate, sampled 45° off its tops: 3.01 dB hide between the samples.
  const hidden = Float32Array.from({ length: 4800 }, (_, i) => Math.sin((Math.PI / 2) * i + Math.PI / 4) / 2);
  expect(truePeakDbtp(hidden.subarray(100, 4700))!).toBeGreaterThan(-6.02 - 0.4);
  expect(truePeakDbtp(hidden)!).toBeLessThan(-6.02 + 0.2);
  expect(truePeakDbtp(sine(997, 1, 48000, 0.5))).toBeCloseTo(-6.02, 1);
  expect(truePeakDbtp(silence(100, 24000))).toBeNull();
});

test.each([
  [-31, 'quiet'],
  [-16, 'usual'],
  [-12, 'loud'],
])('a voice is brought to %d LUFS (%s) within half a LU under −1 dBTP', (target) => {
  for (const amplitude of [0.001, 0.2, 3]) {
    const out = normalizeLoudness(voice(120, 8, 24000, amplitude), 24000, target, -1);
    expect(Math.abs(integratedLoudness(int16ToFloat(out.samples), 24000)! - target)).toBeLessThan(0.5);
    expect(out.loudnessLufs).toBe(integratedLoudness(int16ToFloat(out.samples), 24000));
    expect(truePeakDbtp(int16ToFloat(out.samples))!).toBeLessThanOrEqual(-1);
  }
});

test('clicks that cannot reach the target keep the ceiling instead', () => {
  const clicks = new Float32Array(24000 * 3);
  for (let i = 0; i < clicks.length; i += 4800) clicks[i] = 0.5;
  const out = normalizeLoudness(clicks, 24000, -16, -1);
  expect(truePeakDbtp(int16ToFloat(out.samples))!).toBeLessThanOrEqual(-1);
});

test('without a target only what is over the ceiling changes', () => {
  const quiet = sine(300, 0.2, 24000, 0.5);
  expect(limitPeaks(quiet, 24000, 0).samples).toEqual(floatToInt16(quiet));
  expect(limitPeaks(sine(300, 0.2, 24000, 2.5), 24000, 0).truePeakDbtp!).toBeLessThanOrEqual(0.01);
});

test('any samples, length, rate and target: same length, under the ceiling', () => {
  fc.assert(
    fc.property(
      fc.nat(9000),
      fc.constantFrom(8000, 16000, 24000),
      fc.integer({ min: -31, max: -9 }),
      fc.double({ min: 0, max: 5, noNaN: true }),
      (length, rate, target, amplitude) => {
        const samples = noise(length).map((value) => value * amplitude);
        const out = normalizeLoudness(samples, rate, target, -1);
        expect(out.samples.length).toBe(length);
        expect(truePeakDbtp(int16ToFloat(out.samples)) ?? -99).toBeLessThanOrEqual(-1);
      },
    ),
    { numRuns: 60 },
  );
});
