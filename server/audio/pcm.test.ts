import fc from 'fast-check';
import { expect, test } from 'vitest';
import wavefile from 'wavefile';
import { noise } from '../../test/support/signals.ts';
import { bytesToInt16, floatToInt16, int16ToBytes, int16ToFloat } from './pcm16.ts';
import { waveformPeaks } from './peaks.ts';
import { parseWav, writeWav } from './wav.ts';

const anyInt16 = fc.int16Array({ maxLength: 2000 });

test('16-bit samples survive as floats and as bytes', () => {
  fc.assert(
    fc.property(anyInt16, (samples) => {
      expect(floatToInt16(int16ToFloat(samples))).toEqual(samples);
      expect(bytesToInt16(int16ToBytes(samples))).toEqual(samples);
    }),
  );
});

test('floats are rounded to the nearest and held at the ends', () => {
  const odd = Float32Array.of(
    1,
    -1,
    2,
    -2,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    0.4 / 32768,
    0.6 / 32768,
    -0.6 / 32768,
  );
  expect([...floatToInt16(odd)]).toEqual([32767, -32768, 32767, -32768, 0, 32767, 0, 1, -1]);
});

test('WAV is read back by us and by an independent reader, byte for byte', () => {
  fc.assert(
    fc.property(anyInt16, fc.constantFrom(8000, 24000, 48000), (samples, rate) => {
      const file = writeWav(samples, rate);
      expect(parseWav(file)).toEqual({ samples, rateHz: rate });
      const theirs = new wavefile.WaveFile(file);
      expect(theirs.fmt).toMatchObject({
        audioFormat: 1,
        numChannels: 1,
        sampleRate: rate,
        bitsPerSample: 16,
      });
      expect([...(theirs.getSamples(false, Int16Array) as unknown as Int16Array)]).toEqual([...samples]);
    }),
    { numRuns: 30 },
  );
});

test('other chunks are skipped, a streamed size means the rest, and what does not fit is said', () => {
  const samples = Int16Array.of(1, -2, 3);
  const file = writeWav(samples, 16000);
  const streamed = file.slice();
  new DataView(streamed.buffer).setUint32(40, 0xffffffff, true);
  expect(parseWav(streamed).samples).toEqual(samples);
  const list = Uint8Array.from([...'LIST'].map((c) => c.charCodeAt(0)).concat([3, 0, 0, 0, 9, 9, 9, 0]));
  const withList = Uint8Array.from([...file.subarray(0, 12), ...list, ...file.subarray(12)]);
  expect(parseWav(withList).samples).toEqual(samples);
  const stereo = file.slice();
  stereo[22] = 2;
  expect(() => parseWav(stereo)).toThrow('2 channels');
  expect(() => parseWav(file.subarray(0, 36))).toThrow('no data');
  expect(() => parseWav(new Uint8Array(3))).toThrow('Not a RIFF/WAVE');
});

test('peaks: at most 800, each the largest of its span, every sample seen', () => {
  expect(waveformPeaks(new Int16Array(0)).length).toBe(0);
  expect([...waveformPeaks(Int16Array.of(0, -32768, 16384))]).toEqual([0, 255, 128]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), (length, place) => {
      const samples = new Int16Array(length);
      samples[place % length] = -32768;
      const peaks = waveformPeaks(samples);
      expect(peaks.length).toBe(Math.min(800, length));
      expect(peaks.filter((peak) => peak === 255).length).toBe(1);
    }),
  );
  expect(waveformPeaks(floatToInt16(noise(100000))).every((peak) => peak > 180)).toBe(true);
});
