import { createHash } from 'node:crypto';
import decode from 'audio-decode';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correlation, voice } from '../../../test/support/signals.ts';
import { integratedLoudness } from '../../audio/loudness.ts';
import { int16ToFloat } from '../../audio/pcm16.ts';
import { resample } from '../../audio/resample.ts';
import { type EncodedFormat, MASTER_RATE_HZ } from '../contract.ts';
import { encodeAudio } from './encode.ts';
import { masterSpeech } from './masterSpeech.ts';

const RATE = MASTER_RATE_HZ;
const LEAST_CORRELATION = { wav: 1, flac: 1, mp3: 0.995, opus: 0.98 };
type FileFormat = keyof typeof LEAST_CORRELATION;
const FORMATS = Object.keys(LEAST_CORRELATION) as FileFormat[];

function spoken(seconds: number): Int16Array {
  const raw = { samples: voice(140, seconds, RATE), sampleRateHz: RATE, words: [] };
  return masterSpeech(raw, { loudnessLufs: -16 }).samples;
}

async function decoded(file: Uint8Array): Promise<Float32Array> {
  const { channelData, sampleRate } = await decode(file);
  // The decoder gives no channel at all for a file without samples.
  expect(channelData.length).toBeLessThanOrEqual(1);
  return resample(channelData[0] ?? new Float32Array(0), sampleRate || RATE, RATE);
}

test.each(FORMATS)('%s decodes to the same speech: length, place, loudness, content', async (format) => {
  const samples = spoken(7.3);
  const original = int16ToFloat(samples);
  const back = await decoded(await encodeAudio(samples, RATE, format));
  expect(Math.abs(back.length - original.length)).toBeLessThanOrEqual(1);
  expect(correlation(original, back)).toBeGreaterThanOrEqual(LEAST_CORRELATION[format] - 1e-9);
  expect(Math.abs(integratedLoudness(back, RATE)! - integratedLoudness(original, RATE)!)).toBeLessThan(0.5);
});

test.each([...FORMATS, 'pcm'] as EncodedFormat[])(
  '%s: the same samples give the same bytes',
  async (format) => {
    const samples = spoken(2.1);
    const first = await encodeAudio(samples, RATE, format);
    await encodeAudio(spoken(1), RATE, format);
    expect(Buffer.compare(await encodeAudio(samples.slice(), RATE, format), first)).toBe(0);
  },
);

test('any length, down to nothing, keeps its length in every format', async () => {
  const speech = spoken(3);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...FORMATS), fc.nat(speech.length), async (format, length) => {
      const back = await decoded(await encodeAudio(speech.slice(0, length), RATE, format));
      expect(Math.abs(back.length - length)).toBeLessThanOrEqual(1);
    }),
    {
      numRuns: 40,
      examples: FORMATS.flatMap((format) => [0, 1, 480, 576].map((n): [FileFormat, number] => [format, n])),
    },
  );
});

test('pcm is bare s16le at 24 kHz, and other rates are brought there', async () => {
  const samples = Int16Array.of(1, -2, 300);
  expect([...(await encodeAudio(samples, RATE, 'pcm'))]).toEqual([1, 0, 254, 255, 44, 1]);
  expect((await encodeAudio(new Int16Array(48000), 48000, 'pcm')).length).toBe(48000);
  expect((await decoded(await encodeAudio(new Int16Array(16000), 16000, 'opus'))).length).toBe(24000);
});

test('the headers say what they must', async () => {
  const samples = spoken(3);
  const mp3 = Buffer.from(await encodeAudio(samples, RATE, 'mp3'));
  expect(mp3.subarray(13, 17).toString()).toBe('Info');
  expect(mp3.readUInt32BE(21)).toBe(mp3.length / 288 - 1);
  expect(mp3.readUInt32BE(25)).toBe(mp3.length);

  const flac = Buffer.from(await encodeAudio(samples, RATE, 'flac'));
  const md5 = createHash('md5').update(Buffer.from(samples.buffer)).digest();
  expect(flac.subarray(26, 42).equals(md5)).toBe(true);

  const opus = Buffer.from(await encodeAudio(samples, RATE, 'opus'));
  const lastPage = opus.lastIndexOf('OggS');
  expect(opus.readUInt8(lastPage + 5)).toBe(4);
  expect(Number(opus.readBigUInt64LE(lastPage + 6))).toBe(312 + samples.length * 2);
});
