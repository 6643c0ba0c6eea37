import { expect, test } from 'vitest';
import { noise, sine, voice } from '../../test/support/signals.ts';
import { estimateF0 } from './fundamental.ts';

test.each([60, 85, 120, 200, 310, 480])('finds %i Hz within half a percent at several rates', (hz) => {
  for (const rate of [8000, 16000, 22050, 24000, 48000]) {
    const { medianHz, voicedShare } = estimateF0(sine(hz, 0.5, rate, 0.3), rate);
    expect(Math.abs(medianHz! / hz - 1)).toBeLessThan(0.005);
    expect(voicedShare).toBe(1);
  }
});

test('a rich voice is heard at its fundamental, not an octave off', () => {
  for (const hz of [80, 130, 220, 350]) {
    expect(Math.abs(estimateF0(voice(hz, 3, 24000), 24000).medianHz! / hz - 1)).toBeLessThan(0.04);
  }
});

test('noise, silence and nothing have no pitch', () => {
  expect(estimateF0(noise(24000), 24000).voicedShare).toBeLessThan(0.05);
  expect(estimateF0(new Float32Array(24000), 24000)).toEqual({ medianHz: null, voicedShare: 0 });
  expect(estimateF0(new Float32Array(10), 24000)).toEqual({ medianHz: null, voicedShare: 0 });
});
