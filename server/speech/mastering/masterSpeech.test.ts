import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noise, voice } from '../../../test/support/signals.ts';
import { integratedLoudness } from '../../audio/loudness.ts';
import { int16ToFloat } from '../../audio/pcm16.ts';
import { masterSpeech } from './masterSpeech.ts';

const word = { text: 'hello', startMs: 120, endMs: 480, charStart: 0, charEnd: 5 };

test('a master: 24 kHz, on target, under the ceiling, with what describes it', () => {
  const raw = { samples: voice(110, 6, 16000), sampleRateHz: 16000, words: [word] };
  const master = masterSpeech(raw, { loudnessLufs: -16 });
  expect(master.sampleRateHz).toBe(24000);
  expect(master.samples.length).toBe(144000);
  expect(master.durationMs).toBe(6000);
  expect(Math.abs(master.loudnessLufs! + 16)).toBeLessThan(0.5);
  expect(master.loudnessLufs).toBe(integratedLoudness(int16ToFloat(master.samples), 24000));
  expect(master.truePeakDbtp!).toBeLessThanOrEqual(-1);
  expect(master.peaks.length).toBe(800);
  expect(master.words).toEqual([word]);
  expect(master.samplesSha256).toBe(
    createHash('sha256').update(Buffer.from(master.samples.buffer)).digest('hex'),
  );
  expect(masterSpeech(raw, { loudnessLufs: -16 })).toEqual(master);
});

test('without a target the level stays', () => {
  const raw = { samples: voice(110, 3, 24000, 0.05), sampleRateHz: 24000, words: [] };
  const plain = masterSpeech(raw, { loudnessLufs: null });
  expect(plain.loudnessLufs).toBeCloseTo(integratedLoudness(raw.samples, 24000)!, 1);
});

test('silence has no loudness and no peak, and nothing is a master of length 0', () => {
  const silent = masterSpeech(
    { samples: new Float32Array(8000), sampleRateHz: 8000, words: [] },
    { loudnessLufs: -16 },
  );
  expect(silent).toMatchObject({ durationMs: 1000, loudnessLufs: null, truePeakDbtp: null });
  const empty = masterSpeech(
    { samples: new Float32Array(0), sampleRateHz: 8000, words: [word] },
    { loudnessLufs: -16 },
  );
  expect(empty).toMatchObject({ durationMs: 0, loudnessLufs: null });
  expect(empty.words[0]).toMatchObject({ startMs: 0, endMs: 0 });
});

test('any raw speech, broken samples too, becomes a sound master', () => {
  fc.assert(
    fc.property(
      fc.nat(20000),
      fc.constantFrom(8000, 16000, 22050, 24000, 44100, 48000),
      fc.constantFrom(-31, -16, -9, null),
      (length, sampleRateHz, loudnessLufs) => {
        const samples = noise(length);
        if (length > 10) samples.set([Number.NaN, Number.POSITIVE_INFINITY], 5);
        const master = masterSpeech({ samples, sampleRateHz, words: [word] }, { loudnessLufs });
        expect(master.samples.length).toBe(Math.round((length * 24000) / sampleRateHz));
        expect(master.truePeakDbtp ?? -99).toBeLessThanOrEqual(loudnessLufs === null ? 0.1 : -1);
        expect(master.words[0]!.endMs).toBeLessThanOrEqual((master.samples.length * 1000) / 24000);
      },
    ),
    { numRuns: 40 },
  );
});
