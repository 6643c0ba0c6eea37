import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noise, sine, voice } from '../../test/support/signals.ts';
import { rmsDb } from './decibels.ts';
import { estimateF0 } from './fundamental.ts';
import { shiftPitch } from './shiftPitch.ts';
import { stretch } from './stretch.ts';

const RATE = 24000;

test.each([0.25, 0.5, 0.8, 1.25, 2, 4])('a voice stretched by %d keeps its pitch and level', (factor) => {
  for (const f0 of [90, 210]) {
    const samples = voice(f0, 4, RATE);
    const out = stretch(samples, RATE, factor);
    expect(out.length).toBe(Math.round(samples.length * factor));
    const pitch = estimateF0(out, RATE);
    expect(pitch.medianHz! / estimateF0(samples, RATE).medianHz!).toBeCloseTo(1, 1.5);
    expect(Math.abs(rmsDb(out) - rmsDb(samples))).toBeLessThan(1);
  }
});

test('a steady tone stays a steady tone: no warble, no gaps', () => {
  const out = stretch(sine(200, 2, RATE, 0.5), RATE, 1.37);
  for (let at = RATE / 2; at < 2 * RATE; at += 480) {
    expect(rmsDb(out.subarray(at, at + 480))).toBeCloseTo(-9.03, 0);
  }
});

test.each([-12, -5, -1, 1, 4, 12])(
  'a voice shifted by %i semitones moves by that and keeps its length',
  (semitones) => {
    const samples = voice(150, 4, RATE);
    const out = shiftPitch(samples, RATE, semitones);
    expect(out.length).toBe(samples.length);
    const ratio = estimateF0(out, RATE).medianHz! / estimateF0(samples, RATE).medianHz!;
    expect(Math.abs(12 * Math.log2(ratio) - semitones)).toBeLessThan(0.25);
  },
);

test('any length, rate and factor: right length, finite, no louder than the input', () => {
  fc.assert(
    fc.property(
      fc.nat(6000),
      fc.constantFrom(8000, 16000, 22050, 24000, 48000),
      fc.double({ min: 0.25, max: 4, noNaN: true }),
      fc.double({ min: -12, max: 12, noNaN: true }),
      (length, rate, factor, semitones) => {
        const samples = noise(length);
        const out = stretch(samples, rate, factor);
        expect(out.length).toBe(Math.round(length * factor));
        expect(out.every((value) => Math.abs(value) <= 1.0001)).toBe(true);
        const shifted = shiftPitch(samples, rate, semitones);
        expect(shifted.length).toBe(length);
        expect(shifted.every((value) => Math.abs(value) < 4)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
  expect(() => stretch(noise(10), RATE, 0.2)).toThrow(RangeError);
  expect(() => shiftPitch(noise(10), RATE, Number.NaN)).toThrow(RangeError);
});
