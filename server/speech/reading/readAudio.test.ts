import { expect, test } from 'vitest';
import { createMp3Encoder, createOggEncoder } from 'wasm-media-encoders';
import { silentM4a } from '../../../test/support/m4a.ts';
import { encodeWebm } from '../../../test/support/webm.ts';
import { estimateF0 } from '../../audio/fundamental.ts';
import { floatToInt16 } from '../../audio/pcm16.ts';
import { resample } from '../../audio/resample.ts';
import { writeWav } from '../../audio/wav.ts';
import { encodeAudio } from '../mastering/encode.ts';
import { deadChannels, readAudio } from './readAudio.ts';

const SECONDS = 2;
const tone = (rateHz: number, seconds = SECONDS) =>
  Float32Array.from(
    { length: rateHz * seconds },
    (_, n) =>
      0.4 * Math.sin((2 * Math.PI * 200 * n) / rateHz) + 0.2 * Math.sin((2 * Math.PI * 400 * n) / rateHz),
  );
const LIMIT = { maxSeconds: 600 };

async function encodedBy(
  create: typeof createMp3Encoder | typeof createOggEncoder,
  channels: Float32Array[],
  sampleRate: 44100 | 48000,
): Promise<Uint8Array> {
  const encoder = await create();
  encoder.configure({ sampleRate, channels: channels.length as 1 | 2 });
  return Buffer.concat([
    Buffer.from(encoder.encode(channels as [Float32Array])),
    Buffer.from(encoder.finalize()),
  ]);
}

const FILES: [string, string, () => Promise<Uint8Array>][] = [
  ['WAV at 8 kHz', 'audio/wav', async () => writeWav(floatToInt16(tone(8_000)), 8_000)],
  ['MP3', 'audio/mpeg', () => encodedBy(createMp3Encoder, [tone(44_100), tone(44_100)], 44_100)],
  ['Ogg Vorbis', 'audio/ogg', () => encodedBy(createOggEncoder, [tone(48_000)], 48_000)],
  ['Ogg Opus', 'audio/ogg', () => encodeAudio(floatToInt16(tone(24_000)), 24_000, 'opus')],
  ['WebM Opus', 'audio/webm', async () => encodeWebm(floatToInt16(tone(48_000)))],
  ['FLAC', 'audio/flac', () => encodeAudio(floatToInt16(tone(24_000)), 24_000, 'flac')],
];

const quiet = (seconds: number) => new Int16Array(8_000 * seconds);

test.each(FILES)('%s is read as what it is, to its end', async (_, mediaType, make) => {
  const read = await readAudio(await make(), LIMIT);
  expect(read.mediaType).toBe(mediaType);
  expect(read.samples.length / read.sampleRateHz).toBeCloseTo(SECONDS, 0);
  expect(estimateF0(resample(read.samples, read.sampleRateHz, 8_000), 8_000).medianHz).toBeCloseTo(200, -0.5);
});

test.each([8, 100, 601])('FLAC of %i s of silence is read to its last sample', async (seconds) => {
  const read = await readAudio(await encodeAudio(quiet(seconds), 8_000, 'flac'), { maxSeconds: 700 });
  expect(read.samples.length).toBe(seconds * 8_000);
});

test.each([false, true])('M4A is read to its end, with its index last: %s', async (indexLast) => {
  const read = await readAudio(silentM4a(SECONDS, 48_000, { indexLast }), LIMIT);
  expect(read).toMatchObject({ mediaType: 'audio/mp4', sampleRateHz: 48_000 });
  expect(read.samples.length / 48_000).toBeCloseTo(SECONDS, 0);
});

test('a channel that carries nothing is told, and takes nothing from the other', async () => {
  const sound = tone(44_100);
  const both = await readAudio(await encodedBy(createMp3Encoder, [sound, sound], 44_100), LIMIT);
  const one = await readAudio(
    await encodedBy(createMp3Encoder, [sound, new Float32Array(sound.length)], 44_100),
    LIMIT,
  );
  expect([deadChannels(both.channelRms), deadChannels(one.channelRms)]).toEqual([0, 1]);
  const peak = (samples: Float32Array) => samples.reduce((most, x) => Math.max(most, x), 0);
  expect(peak(one.samples) / peak(both.samples)).toBeCloseTo(1, 1);
});

test.each([
  ['FLAC', () => encodeAudio(quiet(600), 8_000, 'flac')],
  ['WebM', async () => encodeWebm(new Int16Array(48_000 * 600))],
  [
    'MP3',
    async () => {
      const file = await encodedBy(createMp3Encoder, [new Float32Array(44_100 * 30)], 44_100);
      return Buffer.concat(Array.from({ length: 20 }, () => file));
    },
  ],
])(
  'a small %s file that unpacks to ten minutes is refused before it does',
  async (_, make) => {
    const bytes = await make();
    const startedAt = process.memoryUsage().arrayBuffers;
    await expect(readAudio(bytes, { maxSeconds: 10 })).rejects.toMatchObject({
      code: 'validation-failed',
      message: expect.stringContaining('longer than 10 seconds'),
    });
    expect(process.memoryUsage().arrayBuffers - startedAt).toBeLessThan(30 * 1024 * 1024);
  },
  60_000,
);

test.each(FILES)('%s that was cut off is refused, or read up to there', async (_, __, make) => {
  const bytes = await make();
  const outcome = await readAudio(bytes.slice(0, bytes.length * 0.6), LIMIT).then(
    ({ samples, sampleRateHz }) => samples.length / sampleRateHz,
    ({ code }) => code,
  );
  if (typeof outcome === 'number') expect(outcome).toBeLessThanOrEqual(SECONDS);
  else expect(outcome).toBe('validation-failed');
});
