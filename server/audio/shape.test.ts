import { expect, test } from 'vitest';
import { noise, sine } from '../../test/support/signals.ts';
import { decibelsOf, rmsDb } from './decibels.ts';
import { concatenate, silence } from './join.ts';
import { tilt } from './tilt.ts';
import { soundBounds, trimSilence } from './trim.ts';

const RATE = 24000;

test('a joined text is as long as its pieces, its pause is exactly silent, and no join clicks', () => {
  const piece = sine(300, 0.5, RATE).subarray(0, 11983);
  const joined = concatenate([piece, silence(250, RATE), piece, piece], RATE);
  expect(joined.length).toBe(3 * piece.length + 6000);
  expect(joined.subarray(piece.length, piece.length + 6000).every((value) => value === 0)).toBe(true);
  const steepest = (samples: Float32Array) =>
    samples.reduce((most, value, i) => (i === 0 ? 0 : Math.max(most, Math.abs(value - samples[i - 1]!))), 0);
  expect(steepest(joined)).toBeLessThan(steepest(piece) * 1.3);
  expect(joined.slice(0, 100)).toEqual(piece.slice(0, 100));
  expect(concatenate([], RATE).length).toBe(0);
  expect(concatenate([new Float32Array(1), new Float32Array(0), piece], RATE).length).toBe(piece.length + 1);
});

test('tilt brightens the top and darkens the bottom by half each, and the other way round', () => {
  const change = (hz: number, db: number) => {
    const tone = sine(hz, 0.5, RATE, 0.2);
    return rmsDb(tilt(tone, RATE, db)) - rmsDb(tone);
  };
  expect(change(9000, 6)).toBeCloseTo(3, 0.5);
  expect(change(100, 6)).toBeCloseTo(-3, 0.5);
  expect(Math.abs(change(1100, 6))).toBeLessThan(0.5);
  expect(change(9000, -6)).toBeCloseTo(-3, 0.5);
  expect(tilt(noise(500), RATE, 0)).toEqual(noise(500));
  // Also where the shelf's corner lies beyond the band.
  expect(tilt(noise(5000), 4000, 6).every(Number.isFinite)).toBe(true);
});

test('levels', () => {
  expect(rmsDb(sine(100, 1, RATE))).toBeCloseTo(-3.0103, 3);
  expect(rmsDb(new Float32Array(5))).toBe(Number.NEGATIVE_INFINITY);
  expect(rmsDb(new Float32Array(0))).toBe(Number.NEGATIVE_INFINITY);
  expect(decibelsOf(0.5)).toBeCloseTo(-6.02, 2);
});

test('leading and trailing silence is found, cut, and the shift of the timings reported', () => {
  const sound = sine(300, 0.5, RATE, 0.5).map((value) => value + 0.01);
  const padded = concatenate([silence(300, RATE), sound, silence(700, RATE)], RATE);
  const bounds = soundBounds(padded);
  expect(bounds.start).toBeGreaterThanOrEqual(7200);
  expect(bounds.start).toBeLessThan(7260);
  expect(bounds.end).toBeLessThanOrEqual(7200 + sound.length);
  const trimmed = trimSilence(padded, RATE, 50);
  expect(trimmed.removedMs).toBeGreaterThan(249);
  expect(trimmed.removedMs).toBeLessThan(253);
  expect(trimmed.samples.length / RATE).toBeCloseTo(0.6, 2);
  expect(trimSilence(silence(100, RATE), RATE, 20)).toEqual({ samples: new Float32Array(0), removedMs: 100 });
});
